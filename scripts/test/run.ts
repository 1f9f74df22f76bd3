// `npm test`: every check and test, once. `npm test -- types unit` runs only the steps named.
import { join } from 'node:path';
import { realStep } from './real-steps.ts';
import { skipped } from './result.ts';
import { runSteps } from './run-steps.ts';
import { staticSteps } from './static-steps.ts';
import { check, minutes, root, type Step } from './step.ts';
import { runPlaywright, runVitest } from './test-steps.ts';

const steps: readonly Step[] = [
  ...staticSteps,
  {
    name: 'unit',
    title: 'Unit, property and conformance tests (vitest)',
    timeoutMs: minutes(20),
    run: context => runVitest(context, { kind: 'unit', config: 'vitest.config.ts' }),
  },
  check('build', 'Web app (vite build)', () => [
    [process.execPath, join(root, 'scripts/bootstrap.mjs'), 'build'],
  ]),
  {
    name: 'browser',
    title: 'Journeys in a real browser (Playwright)',
    timeoutMs: minutes(10),
    run: async context => [await runPlaywright(context, 'browser')].flat(),
  },
  realStep('kvm', skipped),
  realStep('docker', skipped),
  realStep('vsphere', skipped),
  realStep('fleet', skipped),
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => steps.every(step => step.name !== name));
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown: ${unknown.join(', ')}. The steps are: ${steps.map(step => step.name).join(', ')}.\n`,
  );
  process.exit(2);
}
const selected = wanted.length > 0 ? steps.filter(step => wanted.includes(step.name)) : steps;
/** Twice what a run takes on a calm machine of two cores: a bound against hanging, not a goal. */
const wholeRunMs = minutes(88);
process.exitCode = await runSteps(selected, wholeRunMs);
