import { beforeEach, describe, expect, it } from 'vitest';
import { quietControl } from './calls.ts';
import { Gate, gatedCreator } from './gate.ts';
import { ProviderError } from './provider-error.ts';
import { ManualClock } from './testing/manual-clock.ts';

let clock: ManualClock;
let listed: PromiseWithResolvers<void>;
let gate: Gate;
beforeEach(() => {
  clock = new ManualClock(0);
  listed = Promise.withResolvers();
  gate = new Gate({
    clock,
    tried: () => listed.promise,
    explain: (error, { aborted }) =>
      error instanceof ProviderError
        ? error
        : new ProviderError(aborted ? 'cancelled' : 'internal', String(error)),
  });
});

const never = () => new AbortController().signal;
const untilAborted = ({ signal }: { signal: AbortSignal }) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('what every call goes through', () => {
  it('waits until everything has been listed', async () => {
    const seen: string[] = [];
    const call = gate.pass({ signal: never() }, async () => seen.push('called'));
    await clock.advance(1_000);
    expect(seen).toEqual([]);
    listed.resolve();
    await call;
    expect(seen).toEqual(['called']);
    expect(clock.pending).toBe(0);
  });

  it('goes on after a while without a list: what is missing says so itself', async () => {
    const call = gate.pass({ signal: never() }, async () => 'done');
    await clock.advance(20_000);
    await expect(call).resolves.toBe('done');
  });

  it('says what a library threw as a ProviderError', async () => {
    listed.resolve();
    const fail = () => Promise.reject(new Error('socket hang up'));
    await expect(gate.pass({ signal: never() }, fail)).rejects.toMatchObject({ code: 'internal' });
  });

  it('ends what runs, and what waits, when the provider is stopped', async () => {
    const waiting = gate.pass({ signal: never() }, async () => 'done');
    const refused = expect(waiting).rejects.toMatchObject({ code: 'backend.unavailable' });
    gate.close();
    await refused;
    listed.resolve();
    await expect(gate.pass({ signal: never() }, untilAborted)).rejects.toMatchObject({
      code: 'backend.unavailable',
    });
  });

  it('ends what is called off, and gives the rest of the control on', async () => {
    listed.resolve();
    const off = new AbortController();
    const call = gate.pass({ signal: off.signal, word: 'kept' }, async control => {
      expect(control.word).toBe('kept');
      return untilAborted(control);
    });
    const refused = expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await clock.advance(1);
    off.abort();
    await refused;
  });

  it('begins nothing that is called off already', async () => {
    const begun = gate.begin({ signal: AbortSignal.abort() }, async () => 'done');
    await expect(begun).rejects.toMatchObject({ code: 'cancelled', message: 'Cancelled before it began' });
  });

  it('lets what outlives its cancelling say itself when it ends', async () => {
    listed.resolve();
    const off = new AbortController();
    const call = gate.passUncut(off.signal, async () => {
      off.abort();
      return 'moved all the same';
    });
    await expect(call).resolves.toBe('moved all the same');
  });

  it('stands before a creator, too', async () => {
    listed.resolve();
    const creator = gatedCreator(gate, {
      create: async ({ operation }) => ({ id: operation }),
      resolve: async (_request, handle) => ({ state: 'unknown', message: String(handle) }),
    });
    const spec = { name: 'v', pool: null, capacityBytes: 1_048_576, format: null, source: null };
    const creation = { kind: 'volume' as const, spec };
    const request = { operation: 'op-1', project: null, host: null, creation };
    const made = { identified: async () => {}, image: async () => null };
    const control = { ...quietControl(never()), ...made };
    await expect(creator.create(request, control)).resolves.toEqual({ id: 'op-1' });
    await expect(creator.resolve(request, 'task-1', control)).resolves.toMatchObject({ message: 'task-1' });
    const off = { ...control, signal: AbortSignal.abort() };
    await expect(creator.create(request, off)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
