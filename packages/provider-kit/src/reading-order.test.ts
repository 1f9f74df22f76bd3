import { describe, expect, it } from 'vitest';
import { ReadingOrder } from './reading-order.ts';

/** A reading whose answer comes when the test says so. */
function reading(order: ReadingOrder) {
  let answer = () => {};
  const answered = new Promise<void>(resolve => {
    answer = resolve;
  });
  let done: Promise<boolean> = Promise.resolve(false);
  const ask = (key: string) => {
    done = order.read(async isNewest => {
      await answered;
      return isNewest(key);
    });
  };
  return {
    ask,
    /** Whether its answer counts. */
    come: () => {
      answer();
      return done;
    },
  };
}

describe('of a thing the answer counts whose question was asked last', () => {
  const order = new ReadingOrder();

  it('in whatever order answers come', async () => {
    const [early, late] = [reading(order), reading(order)];
    early.ask('disk');
    late.ask('disk');
    expect(await late.come()).toBe(true);
    expect(await early.come()).toBe(false);
  });

  it('an earlier answer counts until a later one has come', async () => {
    const [early, late] = [reading(order), reading(order)];
    early.ask('disk');
    late.ask('disk');
    expect(await early.come()).toBe(true);
    expect(await late.come()).toBe(true);
  });

  it('of other things each counts', async () => {
    const [early, late] = [reading(order), reading(order)];
    early.ask('disk');
    late.ask('another');
    expect(await late.come()).toBe(true);
    expect(await early.come()).toBe(true);
  });

  it('one that failed has said nothing', async () => {
    const early = reading(order);
    early.ask('disk');
    await order.read(() => Promise.reject(new Error('gone'))).catch(() => undefined);
    expect(await early.come()).toBe(true);
  });
});

describe('a list of all', () => {
  const listing = (order: ReadingOrder, there: string[], known: string[]) =>
    order.read(async (_, gone) => gone(known, new Set(there)));

  it('tells what is gone, but for what was asked about after it', async () => {
    const order = new ReadingOrder();
    const made = reading(order);
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    const list = order.read(async (_, gone) => {
      await answered;
      return gone(['old', 'made'], new Set());
    });
    made.ask('made');
    await made.come();
    answer();
    expect(await list).toEqual(['old']);
  });

  it('is not undone by an older answer that tells of what it lacks, though that was not known yet', async () => {
    const order = new ReadingOrder();
    const [early, other] = [reading(order), reading(order)];
    early.ask('disk');
    other.ask('another');
    await listing(order, ['another'], []);
    expect(await early.come()).toBe(false);
    expect(await other.come()).toBe(true);
  });
});
