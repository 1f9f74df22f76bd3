import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const text = /\.(?:js|css|svg|html)$/;
/** Below this a reply is one packet anyway. */
const leastBytes = 1_024;
/** One step below the best, which takes five times as long for a few percent. */
const brotliQuality = 9;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/**
 * Writes `x.br` and `x.gz` beside each text file, so that the server has nothing to compute. Browsers ask for Brotli
 * over TLS and on the machine itself only, hence both.
 */
export function precompressed(): Plugin {
  return {
    name: 'orrery:precompressed',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return;
      const names = Object.keys(bundle).filter(name => text.test(name));
      await Promise.all(names.map(name => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < leastBytes) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  await Promise.all([
    brotli(bytes, { params }).then(packed => writeFile(`${path}.br`, packed)),
    deflate(bytes, { level: 9 }).then(packed => writeFile(`${path}.gz`, packed)),
  ]);
}
