// `npm run test:real -- kvm|docker|vsphere|openstack|all`: conformance and journeys on real back ends.
import { join } from 'node:path';
import { type RealKind, realKinds } from './real-parts.ts';
import { hasLabs, realStep } from './real-steps.ts';
import { failed } from './result.ts';
import { runSteps } from './run-steps.ts';
import { check, minutes, root } from './step.ts';

const wanted = process.argv[2] ?? '';
const kinds = wanted === 'all' ? realKinds.filter(hasLabs) : realKinds.filter(isWanted);
function isWanted(kind: RealKind): boolean {
  return kind === wanted;
}

if (kinds.length === 0) {
  process.stderr.write(`Say which back ends: npm run test:real -- ${realKinds.join('|')}|all\n`);
  process.exit(2);
}
const build = check('build', 'Web app (vite build)', () => [
  [process.execPath, join(root, 'scripts/bootstrap.mjs'), 'build'],
]);
process.exitCode = await runSteps([[build], ...kinds.map(kind => [realStep(kind, failed)])], minutes(60));
