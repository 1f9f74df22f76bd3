import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type CommandResult, runCommand, tail } from './command.ts';
import { failed, type KindResult, merged, skipped } from './result.ts';
import { commandOptions, minutes, root, type Step, type StepContext } from './step.ts';
import { type Lab, type LabInUse, type Part, partsOf, type RealKind } from './real-parts.ts';
import { runPlaywright, runVitest } from './test-steps.ts';

const labScript = (lab: Lab) => join(root, 'e2e', 'labs', lab, `${lab}-lab`);
export const hasLabs = (kind: RealKind): boolean =>
  partsOf(kind).every(part => part.labs.every(({ lab }) => existsSync(labScript(lab))));

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
      const parts = partsOf(kind).map(part =>
        withLabs(part.labs, context, async problem =>
          problem === null ? await runPart(context, kind, part) : [withoutLab(name, problem)],
        ),
      );
      const results = await Promise.all(parts);
      process.stdout.write(await capabilityTable(kind));
      return merged(results.flat());
    },
  };
}

/** Brings one lab after the other up, and those that were not up before down again. */
async function withLabs(
  [lab, ...others]: readonly LabInUse[],
  context: StepContext,
  run: (problem: string | null) => Promise<readonly KindResult[]>,
): Promise<readonly KindResult[]> {
  if (lab === undefined) return await run(null);
  // In the order of the steps, the longest first: what there is to install is installed once.
  const { wasUp, up } = await inTurn(async () => ({
    wasUp: await isUp(lab, context),
    up: await bringUp(lab, context),
  }));
  try {
    if (up.code !== 0) return await run(`the ${lab.lab} lab did not come up:\n${tail(up.output, 12)}`);
    return await withLabs(others, context, run);
  } finally {
    if (!wasUp) await takeDown(lab, context);
  }
}

let labsBefore: Promise<unknown> = Promise.resolve();

/** One after the other, also for steps that run beside each other. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = labsBefore.then(work);
  labsBefore = turn.catch(() => undefined);
  return turn;
}

/** Twice at most: what a lab installs comes over a network, and what is there already is not fetched again. */
async function bringUp({ lab, env }: LabInUse, context: StepContext): Promise<CommandResult> {
  const up = () => runCommand(labScript(lab), ['up'], commandOptions(withinBudget(context, minutes(6)), env));
  const first = await up();
  return first.code === 0 ? first : await up();
}

async function runPart(context: StepContext, kind: RealKind, part: Part): Promise<KindResult[]> {
  // Both configurations read what is tested; the labs' scripts, which lab is meant.
  const env: Record<string, string> = { ORRERY_REAL: kind };
  for (const lab of part.labs) Object.assign(env, lab.env);
  const name = `real ${kind}`;
  const config = 'e2e/real/vitest.config.ts';
  const run = { kind: name, name: `${name} ${part.name}`, config, oneKind: true, env };
  const suite = part.suite && (await runVitest(context, { ...run, files: part.suite }));
  const journeys =
    part.journeys &&
    (await runPlaywright(context, {
      kind: `${name} in the browser`,
      name: `${name} ${part.name} in the browser`,
      env,
      files: part.journeys,
    }));
  return [...(suite ?? []), ...(journeys ?? [])];
}

/** A lab that somebody works with is used, and left as it was. */
async function isUp({ lab, env }: LabInUse, context: StepContext): Promise<boolean> {
  const status = await runCommand(
    labScript(lab),
    ['status'],
    commandOptions(withinBudget(context, minutes(1)), env),
  );
  return /^\S+ up\b/m.test(status.output);
}

/** What the conformance suite has found: supported, or refused with a reason. */
async function capabilityTable(kind: RealKind): Promise<string> {
  if (kind === 'fleet') return '';
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
async function takeDown({ lab, env }: LabInUse, context: StepContext): Promise<void> {
  const down = await runCommand(labScript(lab), ['down'], {
    ...commandOptions(context, env),
    timeoutMs: minutes(2),
  });
  if (down.code !== 0) process.stderr.write(`The ${lab} lab did not go down:\n${tail(down.output, 12)}\n`);
}

function withinBudget(context: StepContext, milliseconds: number): StepContext {
  return { ...context, deadline: Math.min(context.deadline, performance.now() + milliseconds) };
}
