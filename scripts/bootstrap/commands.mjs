import { join } from 'node:path';
import { become } from './child.mjs';
import { install } from './install.mjs';
import { findRuntime } from './runtime.mjs';
import { buildWeb } from './web-build.mjs';

const exitWithParent = join(import.meta.dirname, 'exit-with-parent.mjs');

async function prepare(root) {
  await install(root);
  return findRuntime(root);
}

function runScript(root, { node, env }, script, args) {
  return become(node, ['--import', exitWithParent, join(root, script), ...args], { cwd: root, env });
}

export async function start(root, args) {
  const runtime = await prepare(root);
  await buildWeb(root, runtime);
  // The BFF sets the same for itself (module-loading.ts), which is too late for its first file.
  const NODE_COMPILE_CACHE = join(root, 'node_modules/.cache/orrery-modules');
  const env = { NODE_ENV: 'production', NODE_COMPILE_CACHE, ...runtime.env };
  return runScript(root, { ...runtime, env }, 'apps/bff/src/main.ts', args);
}

export async function build(root) {
  await buildWeb(root, await prepare(root));
  return 0;
}

export async function test(root, args) {
  return runScript(root, await prepare(root), 'scripts/test/run.ts', args);
}

export async function testReal(root, args) {
  return runScript(root, await prepare(root), 'scripts/test/run-real.ts', args);
}

export async function bench(root, args) {
  const runtime = await prepare(root);
  await buildWeb(root, runtime);
  return runScript(root, runtime, 'e2e/bench/run.ts', args);
}
