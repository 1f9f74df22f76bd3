import type { ConsoleKind } from '@orrery/provider-kit/console.ts';
import { beforeAll, expect, it, vi } from 'vitest';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { builtDataCentre } from '../testing/rig.ts';
import { simulatorConsoles } from './consoles.ts';

let dataCentre: SimulatedDataCentre;
let native = '';

/** Version, no authentication, shared, then "send me all of it" (RFC 6143). */
const hello = [
  Buffer.from('RFB 003.008\n', 'latin1'),
  Buffer.from([1, 1]),
  Buffer.from([3, 0, 0, 0, 0, 0, 1, 64, 0, 200]),
];
const more = Buffer.from([3, 1, 0, 0, 0, 0, 1, 64, 0, 200]);
const keyPressed = Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61]);
/** Of 320 x 200 pixels with four bytes each. */
const pictureBytes = 256_000;

beforeAll(async () => {
  ({ dataCentre } = await builtDataCentre());
  const found = [...dataCentre.world.instances.values()].find(
    i => i.instanceKind === 'vm' && i.powerState === 'running',
  );
  if (!found) throw new Error('None runs');
  native = found.native;
});

/** As a provider does, which makes its `consoles` anew whenever it is asked. Keeps what is sent. */
async function open(kind: ConsoleKind) {
  const consoles = simulatorConsoles({ dataCentre, now: () => 0, native: id => id });
  const stream = await consoles.open(native, kind, new AbortController().signal);
  const heard = { bytes: 0, text: '' };
  const listen = async () => {
    for await (const chunk of stream.output) {
      heard.bytes += chunk.length;
      if (kind !== 'vnc') heard.text += Buffer.from(chunk).toString();
    }
  };
  void listen();
  return { stream, heard };
}

it('all who look at a screen look at the same one: a key of one changes it for the others', async () => {
  const [one, other] = [await open('vnc'), await open('vnc')];
  for (const { stream, heard } of [one, other]) {
    for (const bytes of hello) await stream.write(bytes);
    await vi.waitFor(() => expect(heard.bytes).toBeGreaterThan(pictureBytes), { timeout: 120_000 });
    await stream.write(more);
  }
  await one.stream.write(keyPressed);
  for (const { heard } of [one, other])
    await vi.waitFor(() => expect(heard.bytes).toBeGreaterThan(2 * pictureBytes), { timeout: 120_000 });
});

it('a paused instance can be looked at; what is typed meanwhile arrives when it goes on', async () => {
  dataCentre.outside('pause', native);
  const { stream, heard } = await open('serial');
  await stream.write(Buffer.from('root\r'));
  await vi.waitFor(() => expect(heard.text).toContain('login: '), { timeout: 120_000 });
  expect(heard.text).not.toContain('Welcome');
  dataCentre.outside('resume', native);
  await vi.waitFor(() => expect(heard.text).toContain('Welcome'), { timeout: 120_000 });
});
