// Fails when an import crosses a layer: see docs/architecture.md and scripts/layers/rules.ts.
import { resolve } from 'node:path';
import { checkLayers } from './layers/check.ts';

const violations = checkLayers(resolve(process.argv[2] ?? resolve(import.meta.dirname, '..')));
for (const { path, line, rule, message } of violations) console.error(`${path}:${line}  ${rule}: ${message}`);
if (violations.length > 0) {
  console.error(`\n${violations.length} crossings of a layer`);
  process.exitCode = 1;
}
