import { describe, expect } from 'vitest';
import type { ConsoleKind, ConsoleStream } from '../console.ts';
import { ProviderError } from '../provider-error.ts';
import type { Suite } from './suite.ts';

/** What the other side says first, or when it is spoken to: a terminal anything at all, a screen its protocol's name. */
const firstWords: Record<ConsoleKind, RegExp> = { serial: /\S/, exec: /\S/, vnc: /^RFB \d{3}\.\d{3}\n/ };

/** Consoles are streams with two ends, and say why they ended. */
export function describeConsoles(suite: Suite): void {
  const kinds = (): readonly ConsoleKind[] => {
    const { consoles = [] } = suite.fixture;
    if (consoles.length === 0) throw new Error('Consoles are claimed, but the fixture names none');
    return consoles;
  };
  const open = async (native: string, kind: ConsoleKind): Promise<ConsoleStream> => {
    const { consoles } = suite.session.provider;
    if (!consoles) throw new Error('Consoles are claimed, but the provider opens none');
    const opening = consoles.open(suite.session.id(native), kind, new AbortController().signal);
    return suite.within(suite.fixture.timings.actionMs, `${kind} to open`, opening);
  };
  const refused = (native: string, kind: ConsoleKind): Promise<unknown> =>
    open(native, kind).catch((error: unknown) => (error instanceof ProviderError ? error.code : error));

  describe('consoles', () => {
    suite.it('instance.console', 'speaks, and ends when it is closed', async () => {
      const native = await suite.make({ running: true, guest: 'listening' });
      for (const kind of kinds()) {
        const stream = await open(native, kind);
        // A terminal is silent until somebody presses a key; a screen speaks first.
        if (kind !== 'vnc') await stream.write(new TextEncoder().encode('\r'));
        const heard = hear(stream, firstWords[kind]);
        await suite.within(suite.fixture.timings.actionMs, `${kind} to say something`, heard);
        await stream.close();
        await stream.close();
        expect(await stream.ended, kind).toMatchObject({ reason: 'closed' });
      }
      // What was closed can be opened again.
      for (const kind of kinds()) await (await open(native, kind)).close();
    });

    suite.it('instance.console', 'says that the instance was stopped, and refuses then', async () => {
      const native = await suite.make({ running: true, guest: 'listening' });
      const streams = await Promise.all(kinds().map(kind => open(native, kind)));
      await suite.fixture.outside.stop(native);
      for (const stream of streams) {
        const { reason, message } = await suite.within(
          suite.fixture.timings.actionMs,
          'a console to end with its instance',
          stream.ended,
        );
        expect(reason).toBe('stopped');
        for (const part of suite.fixture.parts) expect(message).not.toContain(part);
        // Nothing more happens, and nothing breaks.
        await stream.write(new Uint8Array([13]));
      }
      await suite.session.seen(native, 'stopped', i => i.powerState === 'stopped');
      for (const kind of kinds()) expect(await refused(native, kind), kind).toBe('resource.state');
      expect(await refused('no-such-thing', 'serial')).toBe('resource.not-found');
    });
  });
}

/** Reads until it matches; fails when it ends before. */
async function hear({ output }: ConsoleStream, words: RegExp): Promise<string> {
  let heard = '';
  for await (const chunk of output) {
    heard += new TextDecoder('latin1').decode(chunk);
    if (words.test(heard)) return heard;
  }
  throw new Error(`It ended after ${JSON.stringify(heard)}`);
}
