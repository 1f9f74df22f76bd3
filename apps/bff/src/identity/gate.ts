import { RequestError } from '../errors/request-error.ts';

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `atOnce` pieces of work run and `longestQueue` wait; the next one is refused at once. */
export function createGate({ atOnce, longestQueue }: { atOnce: number; longestQueue: number }): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  const leave = () => {
    const next = waiting.shift();
    // The next one takes over our place, so the count stays.
    if (next) next();
    else running--;
  };
  const enter = async () => {
    if (running < atOnce) {
      running++;
      return;
    }
    if (waiting.length >= longestQueue)
      throw new RequestError('rate.limited', 'Too many logins at once; try again in a few seconds');
    await new Promise<void>(resolve => waiting.push(resolve));
  };
  return async work => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
