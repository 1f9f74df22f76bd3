import { describe, expect, it } from 'vitest';
import { Rereadings } from './rereadings.ts';

/** A back end whose answers come when they are let go, each with what was true when it was asked. */
class SlowSource {
  truth = 'first';
  readonly asked: { source: string; answer: () => void; fail: (error: Error) => void }[] = [];
  taken: string[] = [];

  read = async (source: string): Promise<void> => {
    const seen = this.truth;
    await new Promise<void>((resolve, reject) => this.asked.push({ source, answer: resolve, fail: reject }));
    this.taken.push(seen);
  };

  async answer(index: number): Promise<void> {
    await expect.poll(() => this.asked.length).toBeGreaterThan(index);
    this.asked[index]?.answer();
  }
}

describe('a thing that is read anew', () => {
  it('is taken last from a reading that began after the last wish', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const before = readings.read('net', 'event', of.read);
    of.truth = 'gone';
    const after = readings.read('net', 'event', of.read);
    await of.answer(0);
    await of.answer(1);
    await Promise.all([before, after]);
    expect(of.taken).toEqual(['first', 'gone']);
  });

  it('is read once more for any number of wishes, as by an event when one of them was', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const all = [readings.read('net', 'poll', of.read)];
    for (const source of ['poll', 'event', 'poll'] as const) all.push(readings.read('net', source, of.read));
    await of.answer(0);
    await of.answer(1);
    await Promise.all(all);
    expect(of.asked.map(a => a.source)).toEqual(['poll', 'event']);
  });

  it('does not wait for another thing', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const all = [readings.read('a', 'event', of.read), readings.read('b', 'event', of.read)];
    expect(of.asked).toHaveLength(2);
    await of.answer(1);
    await all[1];
    await of.answer(0);
    await all[0];
  });

  it('is not lost when the wish comes as the last reading ends', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const ended = of.read('event').then(() => {
      of.truth = 'late';
      return readings.read('net', 'event', of.read);
    });
    const first = readings.read('net', 'event', of.read);
    await expect.poll(() => of.asked.length).toBe(2);
    of.asked[1]?.answer();
    of.asked[0]?.answer();
    await of.answer(2);
    await Promise.all([first, ended]);
    expect(of.taken.at(-1)).toBe('late');
  });

  it('can be read again after a reading failed', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const failing = readings.read('net', 'event', of.read);
    of.asked[0]?.fail(new Error('the line is cut'));
    await expect(failing).rejects.toThrow('the line is cut');
    const next = readings.read('net', 'event', of.read);
    await of.answer(1);
    await next;
    expect(of.taken).toEqual(['first']);
  });

  it('is read for a wish that came while a reading failed', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const failing = readings.read('net', 'event', of.read);
    of.truth = 'changed';
    const wished = readings.read('net', 'event', of.read);
    of.asked[0]?.fail(new Error('the line is cut'));
    await expect(failing).rejects.toThrow('the line is cut');
    await of.answer(1);
    await wished;
    expect(of.taken).toEqual(['changed']);
  });

  it('is told to whom it was read for, without waiting for those who came later', async () => {
    const of = new SlowSource();
    const readings = new Rereadings();
    const first = readings.read('net', 'event', of.read);
    const later = readings.read('net', 'event', of.read);
    of.asked[0]?.answer();
    await first;
    await of.answer(1);
    await later;
  });
});
