import { delimiter, dirname, join } from 'node:path';
import { capture } from './child.mjs';
import { Failure } from './report.mjs';

/** The first Node that runs TypeScript files as they are. */
const neededMajor = 22;
const neededMinor = 18;

/** Finds the Node that runs everything after the install: the carried one, or the present one if it is new enough. */
export async function findRuntime(root) {
  const carried = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const works = (await capture(carried, ['--version'])).code === 0; // a glibc binary does not start on musl
  const node = works ? carried : presentNode();
  // Everything started from here finds this Node, and then the tools of the workspace, first.
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { node, env: { ...process.env, PATH: path } };
}

function presentNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return process.execPath;
  throw new Failure(
    `Orrery carries no Node 24 that runs on this machine (${process.platform}-${process.arch}), and ${process.version} is too old to run it.`,
    `Install Node ${neededMajor}.${neededMinor} or newer (https://nodejs.org) and run the command again.`,
  );
}
