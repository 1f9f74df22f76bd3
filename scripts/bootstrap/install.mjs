import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { capture, lastLines } from './child.mjs';
import { hashFiles, readJson, readText } from './files.mjs';
import { Failure, step } from './report.mjs';

/** Installs the locked dependencies, unless nothing that decides about them changed since the last time. */
export async function install(root) {
  const stateFile = join(root, 'node_modules', '.orrery-install');
  const manifests = await listManifests(root);
  const state = await hashFiles(
    [...manifests, join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')],
    `${process.platform}-${process.arch}`,
  );
  if ((await readText(stateFile)) === state && isComplete(manifests)) return;
  await step('Installing packages (the first time: a minute or two)', () => runPnpm(root));
  await mkdir(dirname(stateFile), { recursive: true });
  await writeFile(stateFile, state);
}

async function listManifests(root) {
  const folders = await Promise.all(
    ['apps', 'packages'].map(async group =>
      (await readdir(join(root, group), { withFileTypes: true }))
        .filter(entry => entry.isDirectory())
        .map(entry => join(root, group, entry.name)),
    ),
  );
  return [root, ...folders.flat().sort(), join(root, 'e2e')]
    .map(folder => join(folder, 'package.json'))
    .filter(existsSync);
}

/** Someone may have deleted a node_modules since. */
const isComplete = manifests => manifests.every(path => existsSync(join(dirname(path), 'node_modules')));

async function runPnpm(root) {
  const { packageManager } = await readJson(join(root, 'package.json'));
  const result = await capture('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    env: { ...process.env, CI: 'true' }, // never a question, even in a terminal
  });
  if (result.code === 0) return;
  throw new Failure(
    `Installing with ${packageManager} failed:\n  ${lastLines(result.output)}`,
    /FROZEN_LOCKFILE|OUTDATED_LOCKFILE/.test(result.output)
      ? `A package.json changed without its lockfile: run "npx --yes ${packageManager} install" and commit pnpm-lock.yaml.`
      : 'Check that the npm registry can be reached (npm ping) and that the disk has 2 GB free, then run it again.',
  );
}
