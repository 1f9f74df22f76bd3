import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutEntries } from './tar-filter.ts';

const long = `d/${'n'.repeat(150)}`;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tar-filter-'));
  mkdirSync(join(folder, 'd'));
  for (const [name, size] of [
    ['keep', 700],
    ['drop', 1_300],
    ['empty', 0],
    [long, 10],
  ] as const)
    writeFileSync(join(folder, name), name.slice(0, 1).repeat(size));
});
afterAll(() => rmSync(folder, { recursive: true }));

const tarOf = (format: string) =>
  execFileSync('tar', ['-c', `--format=${format}`, '-C', folder, 'keep', 'drop', 'empty', 'd']);

const listed = (tar: Buffer): string[] =>
  execFileSync('tar', ['-t'], { input: tar }).toString().trim().split('\n');

async function filtered(tar: Buffer, pieceBytes: number): Promise<Buffer> {
  async function* pieces() {
    for (let at = 0; at < tar.length; at += pieceBytes) yield tar.subarray(at, at + pieceBytes);
  }
  const kept: Buffer[] = [];
  for await (const piece of withoutEntries(pieces(), name => name === 'drop')) kept.push(piece);
  return Buffer.concat(kept);
}

describe('a tar without some of its entries', () => {
  it.each(['gnu', 'pax', 'ustar'])('is a whole tar of the others: %s', async format => {
    if (format === 'ustar') rmSync(join(folder, long), { force: true });
    const tar = await filtered(tarOf(format), 1_000);
    const there = listed(tar);
    expect(there).toEqual(expect.arrayContaining(['keep', 'empty', 'd/']));
    expect(there).not.toContain('drop');
    expect(execFileSync('tar', ['-xO', 'keep'], { input: tar }).toString()).toBe('k'.repeat(700));
  });

  it('is the same however it arrives', async () => {
    const tar = tarOf('gnu');
    const whole = await filtered(tar, tar.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2_000 }), async pieceBytes => {
        expect((await filtered(tar, pieceBytes)).equals(whole)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('says when it ends in the middle', async () => {
    const tar = tarOf('gnu').subarray(0, 600);
    await expect(filtered(tar, 100)).rejects.toThrow('ends in an entry');
  });
});
