import { createHash } from 'node:crypto';
import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { describe, expect, it } from 'vitest';
import { bringToLife } from './bring-to-life.ts';
import { builtDataCentre, watch } from './testing/rig.ts';

/** Everything that a sink was told, in order, as one digest. */
async function logOf(change: Partial<SimulatorSettings>, minutes: number) {
  const { clock, dataCentre } = await builtDataCentre({ changesPerSecond: 100, ...change });
  const digest = createHash('sha256');
  const types = new Set<string>();
  let calls = 0;
  const note = (what: string) => (told: unknown) => {
    calls++;
    digest.update(`${what} ${JSON.stringify(told)}\n`);
  };
  const sink: InventorySink = {
    replace: note('replace'),
    upsert: note('upsert'),
    remove: note('remove'),
    metrics: note('metrics'),
    health: note('health'),
    about: note('about'),
    event: event => {
      types.add(event.type);
      note('event')(event);
    },
  };
  const end = bringToLife(dataCentre);
  const { provider } = await watch({ clock, dataCentre }, sink);
  await clock.advance(minutes * 60_000);
  end();
  await provider.stop();
  return { digest: digest.digest('hex'), calls, types };
}

describe('one seed, one log', () => {
  it('tells the same story twice, to the letter', async () => {
    const [first, second] = [await logOf({ seed: 3 }, 10), await logOf({ seed: 3 }, 10)];
    expect(first.calls).toBeGreaterThan(1_000);
    expect(second).toEqual(first);
  });

  it('tells another story with another seed', async () => {
    expect((await logOf({ seed: 4 }, 1)).digest).not.toBe((await logOf({ seed: 3 }, 1)).digest);
  });

  it('has people come and go, reboots and moves in it', async () => {
    const { types } = await logOf({ seed: 5, instances: 200 }, 60);
    expect([...types].toSorted()).toEqual(
      expect.arrayContaining(['instance.moved', 'instance.rebooted', 'instance.started', 'instance.stopped']),
    );
  });

  it('stays silent where no changes are asked for, but for alarms: loads go up and down all the same', async () => {
    const { types } = await logOf({ changesPerSecond: 0 }, 60);
    expect([...types].filter(type => !type.startsWith('alarm.'))).toEqual([]);
  });
});
