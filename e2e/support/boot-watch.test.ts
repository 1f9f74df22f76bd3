import { expect, it } from 'vitest';
import { BootWatch } from './boot-watch.ts';

/** Whether it was said to hang within so many seconds, by how much of a processor it got in each. */
async function hangs(share: number, seconds: number): Promise<boolean> {
  let now = 0;
  const watch = new BootWatch(
    async () => (now / 1000) * share,
    () => now,
  );
  for (; now <= seconds * 1000; now += 500) if (await watch.hangs()) return true;
  return false;
}

it('a guest that a busy machine gives a twentieth of a processor is slow', async () => {
  expect(await hangs(0.05, 300)).toBe(false);
});

it('one that stands still hangs, and so does one that has used far more than any boot does', async () => {
  expect(await hangs(0.003, 120)).toBe(true);
  expect(await hangs(1, 80)).toBe(false);
  expect(await hangs(1, 120)).toBe(true);
});
