import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideChromium } from './chromium.ts';
import { type CommandResult, runCommand, tail } from './command.ts';
import { readPlaywrightReport } from './playwright-report.ts';
import { failed, type KindResult } from './result.ts';
import { commandOptions, root, type StepContext, tool, workers } from './step.ts';
import { brokenFiles, countFiles, type FileReport, readVitestReport, withRepeated } from './vitest-report.ts';

interface Run {
  readonly kind: string;
  /** Of its log and its report, where several runs are of one kind. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Further arguments that choose among the files of the configuration; all of them when left out. */
  readonly files?: readonly string[];
}

interface VitestRun extends Run {
  readonly config: string;
  /** Files of the run all count as `kind`, instead of being told apart by their names. */
  readonly oneKind?: boolean;
}

/** Where a step tells how far it is; its report comes only at its end. */
const logs = join(root, '.cache', 'test-output');
const jsonReporter = join(import.meta.dirname, 'json-reporter.ts');
const fileName = (kind: string) => kind.replaceAll(/\W+/g, '-');

export async function runVitest(context: StepContext, run: VitestRun): Promise<KindResult[]> {
  const { kind, name = kind, oneKind } = run;
  const { files, result } = await vitest(context, run);
  if (files === undefined) return [brokenRun(kind, 'vitest', result)];
  const repeated = await repeatBroken(context, { ...run, name: `${name} repeated` }, files);
  const results = countFiles(repeated, root, oneKind ? () => kind : undefined);
  const explained = result.code === 0 || repeated !== files || results.some(({ failed: n }) => n > 0);
  return explained ? results : [...results, brokenRun(kind, 'vitest', result)];
}

/** As vitest does with a failed test where nobody watches; it never does so with a failed hook. */
async function repeatBroken(
  context: StepContext,
  run: VitestRun,
  files: readonly FileReport[],
): Promise<readonly FileReport[]> {
  const broken = brokenFiles(files);
  if (!process.env.CI || broken.length === 0) return files;
  const again = await vitest(context, { ...run, files: broken });
  return again.files === undefined ? files : withRepeated(files, again.files);
}

async function vitest(
  context: StepContext,
  { kind, name = kind, config, env, files = [] }: VitestRun,
): Promise<{ files: FileReport[] | undefined; result: CommandResult }> {
  const report = join(context.temporary, `vitest-${fileName(name)}.json`);
  const reporters = ['--reporter=verbose', `--reporter=${jsonReporter}`, `--outputFile.json=${report}`];
  await mkdir(logs, { recursive: true });
  const result = await runCommand(
    tool('vitest'),
    ['run', ...files, '--config', config, ...reporters, `--maxWorkers=${workers}`],
    { ...commandOptions(context, env), log: join(logs, `${fileName(name)}.log`) },
  );
  const json = result.timedOut ? undefined : await readFile(report, 'utf8').catch(() => undefined);
  return { files: json === undefined ? undefined : readVitestReport(json), result };
}

export async function runPlaywright(
  context: StepContext,
  { kind, name = kind, env = {}, files = [] }: Run,
): Promise<KindResult[]> {
  const chromium = await provideChromium(commandOptions(context));
  if ('missing' in chromium) return [failed(kind, chromium.missing)];
  const report = join(context.temporary, `playwright-${fileName(name)}.json`);
  const environment = { ...env, ORRERY_CHROMIUM: chromium.path, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  await mkdir(logs, { recursive: true });
  const result = await runCommand(
    tool('playwright'),
    // How many workers there are says the configuration: journeys on one lab take turns.
    ['test', ...files, '--reporter=list,json', `--output=test-results/${fileName(name)}`],
    { ...commandOptions(context, environment), log: join(logs, `${fileName(name)}.log`) },
  );
  const json = await readFile(report, 'utf8').catch(() => undefined);
  if (json === undefined || result.timedOut) return [brokenRun(kind, 'Playwright', result)];
  const counted = readPlaywrightReport(json, kind);
  return result.code === 0 || counted.failed > 0
    ? [counted]
    : [counted, brokenRun(kind, 'Playwright', result)];
}

function brokenRun(kind: string, runner: string, result: CommandResult): KindResult {
  const cause = result.timedOut
    ? 'took too long and was ended'
    : `ended with code ${result.code} without saying which test`;
  return failed(kind, `${runner} ${cause}:\n${tail(result.output)}`);
}
