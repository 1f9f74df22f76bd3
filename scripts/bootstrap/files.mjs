import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.cache']);

/** All files below a folder, in a stable order, without what is installed or built. */
export async function listFiles(directory) {
  const entries = await readdir(directory, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(entry => !skipped.has(entry.name))
      .map(entry => {
        const path = join(directory, entry.name);
        return entry.isDirectory() ? listFiles(path) : [path];
      }),
  );
  return nested.flat().sort();
}

/** One hash over names and contents; a file that is missing counts as empty. */
export async function hashFiles(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const path of paths) {
    hash.update(`\0${path}\0`).update(await readFile(path).catch(() => ''));
  }
  return hash.digest('hex');
}

export const readText = path => readFile(path, 'utf8').catch(() => '');

export const readJson = async path => JSON.parse(await readFile(path, 'utf8'));
