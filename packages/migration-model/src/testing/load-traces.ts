import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Trace } from './trace.ts';

const folder = join(import.meta.dirname, '../../traces');

/** All recorded migrations, by name. */
export function loadTraces(): Trace[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json.gz'))
    .toSorted()
    .map(name => {
      // Written by e2e/labs/migration-traces, which uses the same type.
      return JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8')) as Trace;
    });
}
