import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand, tail } from './command.ts';
import { failed, type KindResult, skipped } from './result.ts';
import { commandOptions, minutes, root, type Step, type StepContext } from './step.ts';
import { runPlaywright, runVitest } from './test-steps.ts';

/** Every kind of real back end has a lab script (up, down, status) of this name. */
const labs = ['kvm', 'docker', 'vsphere', 'openstack'] as const;
type Lab = (typeof labs)[number];

/** What there are tests for in e2e/real/<kind>; a fleet is several back ends at once. */
export const realKinds = [...labs, 'fleet'] as const;
export type RealKind = (typeof realKinds)[number];

const labsOf = (kind: RealKind): readonly Lab[] => (kind === 'fleet' ? ['kvm', 'docker', 'vsphere'] : [kind]);
const labScript = (lab: Lab) => join(root, 'e2e', 'labs', lab, `${lab}-lab`);
export const hasLabs = (kind: RealKind): boolean => labsOf(kind).every(lab => existsSync(labScript(lab)));

/** Providers name their reports after themselves, labs are named after what people call the hypervisor. */
const providerOf: Readonly<Record<Lab, string>> = {
  kvm: 'libvirt',
  docker: 'docker',
  vsphere: 'vsphere',
  openstack: 'openstack',
};

/** Written by the conformance suite (packages/provider-kit/src/conformance/report.ts). */
const capabilityReportSchema = z.object({
  capabilities: z.record(
    z.string(),
    z.union([
      z.object({ supported: z.literal(true), exercised: z.boolean() }),
      z.object({ supported: z.literal(false), reason: z.string() }),
    ]),
  ),
});

/** What a lab that does not come up counts as: an explicit request for it has failed, a full run goes on without. */
type WithoutLab = typeof skipped | typeof failed;

export function realStep(kind: RealKind, withoutLab: WithoutLab): Step {
  const name = `real ${kind}`;
  return {
    name: `real-${kind}`,
    title: `Real back ends: ${kind}`,
    timeoutMs: minutes(60),
    run: async context => {
      if (!hasLabs(kind)) return [withoutLab(name, `there is no lab for ${kind} yet`)];
      return await withLabs(labsOf(kind), context, async problem =>
        problem === null ? await runRealTests(context, kind) : [withoutLab(name, problem)],
      );
    },
  };
}

/** Brings one lab after the other up, and those that were not up before down again. */
async function withLabs(
  [lab, ...others]: readonly Lab[],
  context: StepContext,
  run: (problem: string | null) => Promise<readonly KindResult[]>,
): Promise<readonly KindResult[]> {
  if (lab === undefined) return await run(null);
  const wasUp = await isUp(lab, context);
  try {
    const options = commandOptions(withinBudget(context, minutes(6)));
    const up = await runCommand(labScript(lab), ['up'], options);
    if (up.code !== 0) return await run(`the ${lab} lab did not come up:\n${tail(up.output, 12)}`);
    return await withLabs(others, context, run);
  } finally {
    if (!wasUp) await takeDown(lab, context);
  }
}

async function runRealTests(context: StepContext, kind: RealKind): Promise<KindResult[]> {
  process.env.ORRERY_REAL = kind; // read by both configurations
  try {
    const journeys = async () => await runPlaywright(context, `real ${kind} in the browser`);
    // Each back end has passed its own suite; together they are looked at as people do.
    if (kind === 'fleet') return await journeys();
    const suite = await runVitest(context, {
      kind: `real ${kind}`,
      config: 'e2e/real/vitest.config.ts',
      oneKind: true,
    });
    const results = [...suite, ...(await journeys())];
    process.stdout.write(await capabilityTable(kind));
    return results;
  } finally {
    delete process.env.ORRERY_REAL;
  }
}

/** A lab that somebody works with is used, and left as it was. */
async function isUp(kind: Lab, context: StepContext): Promise<boolean> {
  const status = await runCommand(
    labScript(kind),
    ['status'],
    commandOptions(withinBudget(context, minutes(1))),
  );
  return /^\S+ up\b/m.test(status.output);
}

/** What the conformance suite has found: supported, or refused with a reason. */
async function capabilityTable(kind: Lab): Promise<string> {
  const json = await readFile(join(root, '.cache', `capabilities-${providerOf[kind]}.json`), 'utf8').catch(
    () => undefined,
  );
  if (json === undefined) return '';
  const { capabilities } = capabilityReportSchema.parse(JSON.parse(json));
  const width = Math.max(...Object.keys(capabilities).map(name => name.length));
  const rows = Object.entries(capabilities).map(
    ([name, state]) => `  ${name.padEnd(width)}  ${wordOf(state)}\n`,
  );
  return `Capabilities of ${kind}\n${rows.join('')}`;
}

type CapabilityState = z.infer<typeof capabilityReportSchema>['capabilities'][string];

function wordOf(state: CapabilityState): string {
  if (!state.supported) return `no: ${state.reason}`;
  return state.exercised ? 'yes' : 'claimed, and not exercised';
}

/** Also after a time-out, so with time of its own. */
async function takeDown(kind: Lab, context: StepContext): Promise<void> {
  const down = await runCommand(labScript(kind), ['down'], {
    ...commandOptions(context),
    timeoutMs: minutes(2),
  });
  if (down.code !== 0) process.stderr.write(`The ${kind} lab did not go down:\n${tail(down.output, 12)}\n`);
}

function withinBudget(context: StepContext, milliseconds: number): StepContext {
  return { ...context, deadline: Math.min(context.deadline, performance.now() + milliseconds) };
}
