import type { LogLine } from '@orrery/contract/inside/logs.ts';
import { orrery } from '../../api/orrery.ts';

/** More than this nobody reads; the file has them all. */
const mostLines = 2_000;
const firstLines = 500;
const tellEveryMs = 100;

export type LogState = {
  lines: readonly (LogLine & { key: number })[];
  state: 'loading' | 'open' | 'ended' | 'failed';
  error: unknown;
};

export type LogWish = { instance: string; search: string; follow: boolean };

/** A log as it is read: what came so far, told at most ten times a second. */
export function openLog({ instance, search, follow }: LogWish) {
  let shown: LogState = { lines: [], state: 'loading', error: undefined };
  let lines: LogState['lines'] = [];
  let key = 0;
  const listeners = new Set<() => void>();
  const tell = (change: Partial<LogState>) => {
    shown = { ...shown, lines, ...change };
    for (const listener of listeners) listener();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tellSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tell({ state: 'open' });
    }, tellEveryMs);
  };
  const read = async (signal: AbortSignal) => {
    const query = { search, follow, tail: firstLines };
    for await (const line of orrery.insides.logs(instance, query, signal)) {
      lines = [...lines.slice(1 - mostLines), { ...line, key: ++key }];
      tellSoon();
    }
  };
  const run = async (signal: AbortSignal) => {
    try {
      await read(signal);
      clearTimeout(timer);
      tell({ state: 'ended' });
    } catch (error) {
      if (!signal.aborted) tell({ state: 'failed', error });
    }
  };
  return {
    get: () => shown,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      const ending = new AbortController();
      if (listeners.size === 1) {
        lines = [];
        void run(ending.signal);
      }
      return () => {
        listeners.delete(listener);
        ending.abort();
      };
    },
  };
}
