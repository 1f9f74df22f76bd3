import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { capture, lastLines } from './child.mjs';
import { hashFiles, listFiles, readJson, readText } from './files.mjs';
import { Failure, step } from './report.mjs';

const isTest = path => /\.test\.tsx?$/.test(path);

/** Builds the web app, unless neither it nor a workspace package it uses changed since the last build. */
export async function buildWeb(root, { node, env }) {
  const web = join(root, 'apps', 'web');
  const stateFile = join(root, '.cache', 'web-build');
  const folders = [web, ...(await workspacePackagesOf(root, web))];
  const files = (await Promise.all(folders.map(listFiles))).flat().filter(path => !isTest(path));
  const state = await hashFiles([...files, join(root, 'pnpm-lock.yaml')]);
  if ((await readText(stateFile)) === state && existsSync(join(web, 'dist', 'index.html'))) return;
  await step('Building the web app', () => runVite(web, node, env));
  await mkdir(dirname(stateFile), { recursive: true });
  await writeFile(stateFile, state);
}

/** Folders of the workspace packages that a package depends on, directly or through another. */
async function workspacePackagesOf(root, folder, found = new Set()) {
  const { dependencies = {} } = await readJson(join(folder, 'package.json'));
  for (const [name, version] of Object.entries(dependencies)) {
    const path = join(root, 'packages', name.replace('@orrery/', ''));
    if (!version.startsWith('workspace:') || found.has(path)) continue;
    found.add(path);
    await workspacePackagesOf(root, path, found);
  }
  return [...found];
}

async function runVite(web, node, env) {
  const vite = join(web, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = await capture(node, [vite, 'build'], { cwd: web, env });
  if (result.code === 0) return;
  throw new Failure(
    `The web app does not build:\n  ${lastLines(result.output)}`,
    'Mend what the last lines name.',
  );
}
