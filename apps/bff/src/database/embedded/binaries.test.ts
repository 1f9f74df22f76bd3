import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findPackage, provideBinaries } from './binaries.ts';
import { canEnter, chooseRunAs, run } from './run-as.ts';

/** Not so when this very checkout is root's and lies below a 0700 home. */
const reachable = await canEnter(findPackage(), await chooseRunAs());
const directories: string[] = [];

async function makeDirectory(mode: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'orrery-binaries-'));
  await chmod(directory, mode);
  directories.push(directory);
  return directory;
}

afterEach(async () => {
  await Promise.all(directories.splice(0).map(directory => rm(directory, { recursive: true })));
});

// 60 MB are copied up to three times.
describe('the binaries', { timeout: 90_000 }, () => {
  it.runIf(reachable)('are used where they are installed, when their user can run them there', async () => {
    const binaries = await provideBinaries('/does/not/matter', await chooseRunAs());
    expect(binaries).toEqual({ directory: join(findPackage(), 'native'), majorVersion: 18 });
  });

  it.runIf(process.getuid?.() === 0)(
    'are copied, and run, when they are installed below a 0700 home',
    async () => {
      const home = await makeDirectory(0o700);
      const base = await makeDirectory(0o755);
      await cp(findPackage(), home, { recursive: true, verbatimSymlinks: true });
      const runAs = await chooseRunAs();
      // Twice: the first makes the library links in the home as well, and leaves a copy for the second.
      await provideBinaries(base, runAs, home);
      const { directory } = await provideBinaries(base, runAs, home);
      expect(directory.startsWith(base)).toBe(true);
      expect(await run(join(directory, 'bin', 'initdb'), ['--version'], runAs)).toMatchObject({ code: 0 });
    },
  );

  it.runIf(process.getuid?.() === 0)('are copied afresh when the copy is damaged', async () => {
    const home = await makeDirectory(0o700);
    const base = await makeDirectory(0o755);
    await cp(findPackage(), home, { recursive: true, verbatimSymlinks: true });
    const runAs = await chooseRunAs();
    const { directory } = await provideBinaries(base, runAs, home);
    await writeFile(join(directory, 'bin', 'postgres'), 'half a file');
    await provideBinaries(base, runAs, home);
    expect(await run(join(directory, 'bin', 'postgres'), ['--version'], runAs)).toMatchObject({ code: 0 });
  });
});
