// `npm test`: every check and test, once. `npm test -- types unit` runs only the steps named.
import { join } from 'node:path';
import { realStep } from './real-steps.ts';
import { skipped } from './result.ts';
import { runSteps, type Stage } from './run-steps.ts';
import { staticSteps } from './static-steps.ts';
import { check, minutes, root } from './step.ts';
import { runPlaywright, runVitest } from './test-steps.ts';

const stages: readonly Stage[] = [
  ...staticSteps.map(step => [step]),
  [
    {
      name: 'unit',
      title: 'Unit, property and conformance tests (vitest)',
      timeoutMs: minutes(20),
      run: context => runVitest(context, { kind: 'unit', config: 'vitest.config.ts' }),
    },
  ],
  [
    check('build', 'Web app (vite build)', () => [
      [process.execPath, join(root, 'scripts/bootstrap.mjs'), 'build'],
    ]),
  ],
  [
    {
      name: 'browser',
      title: 'Journeys in a real browser (Playwright)',
      timeoutMs: minutes(25),
      run: async context => [await runPlaywright(context, { kind: 'browser' })].flat(),
    },
  ],
  // Each has a lab of its own, and waits for it most of the time.
  [realStep('kvm', skipped), realStep('docker', skipped), realStep('vsphere', skipped)],
  [realStep('fleet', skipped)],
];
const steps = stages.flat();

const named = process.argv.slice(2);
/** Journeys are made on the built web app. */
const needsBuild = named.some(name => name === 'browser' || name.startsWith('real-'));
const wanted = needsBuild ? [...named, 'build'] : named;
const unknown = wanted.filter(name => steps.every(step => step.name !== name));
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown: ${unknown.join(', ')}. The steps are: ${steps.map(step => step.name).join(', ')}.\n`,
  );
  process.exit(2);
}
const selected = stages
  .map(stage => stage.filter(step => wanted.length === 0 || wanted.includes(step.name)))
  .filter(stage => stage.length > 0);
/** Twice what a run takes on a calm machine of two cores: a bound against hanging, not a goal. */
const wholeRunMs = minutes(88);
process.exitCode = await runSteps(selected, wholeRunMs);
