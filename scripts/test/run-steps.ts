import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChildrenOnSignal } from './command.ts';
import { failed, type KindResult } from './result.ts';
import type { Step } from './step.ts';
import { type StepOutcome, seconds, summarise, total, wording } from './summary.ts';

/** One step, or several beside each other. */
export type Stage = readonly Step[];

/** Runs every stage, also after one has failed, and prints the whole story. Returns the exit code. */
export async function runSteps(stages: readonly Stage[], budgetMs: number): Promise<number> {
  endChildrenOnSignal();
  const began = performance.now();
  const end = began + budgetMs;
  const temporary = await mkdtemp(join(tmpdir(), 'orrery-test-'));
  await chmod(temporary, 0o755); // the database of the tests runs as another user
  const outcomes: StepOutcome[] = [];
  for (const stage of stages) {
    const alone = stage.length === 1;
    process.stdout.write(`• ${stage.map(step => step.title).join(', ')} … ${alone ? '' : '\n'}`);
    const ended = stage.map(async step => {
      const outcome = await runStep(step, temporary, end);
      const name = alone ? '' : `  ${step.title}: `;
      process.stdout.write(`${name}${wording(total(outcome.results))} (${seconds(outcome.milliseconds)})\n`);
      return outcome;
    });
    outcomes.push(...(await Promise.all(ended)));
  }
  await rm(temporary, { recursive: true, force: true });
  process.stdout.write(`${summarise(outcomes, performance.now() - began)}\n`);
  return total(outcomes.flatMap(outcome => outcome.results)).failed > 0 ? 1 : 0;
}

async function runStep(step: Step, temporary: string, end: number): Promise<StepOutcome> {
  const started = performance.now();
  const deadline = Math.min(end, started + step.timeoutMs);
  const results = deadline > started ? await guarded(step, { temporary, deadline }) : [outOfTime(step)];
  return { title: step.title, milliseconds: performance.now() - started, results };
}

const outOfTime = (step: Step) =>
  failed(step.name, 'not run: the steps before it used up the time of the whole run');

async function guarded(step: Step, context: Parameters<Step['run']>[0]): Promise<readonly KindResult[]> {
  try {
    return await step.run(context);
  } catch (error) {
    return [
      failed(step.name, `the step itself broke: ${error instanceof Error ? error.stack : String(error)}`),
    ];
  }
}
