import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideChromium } from './chromium.ts';
import { runCommand, tail } from './command.ts';
import { readPlaywrightReport } from './playwright-report.ts';
import { failed, type KindResult } from './result.ts';
import { commandOptions, root, type StepContext, tool, workers } from './step.ts';
import { readVitestReport } from './vitest-report.ts';

interface VitestRun {
  readonly kind: string;
  readonly config: string;
  /** Files of the run all count as `kind`, instead of being told apart by their names. */
  readonly oneKind?: boolean;
}

export async function runVitest(
  context: StepContext,
  { kind, config, oneKind }: VitestRun,
): Promise<KindResult[]> {
  const report = join(context.temporary, `vitest-${kind}.json`);
  const result = await runCommand(
    tool('vitest'),
    ['run', '--config', config, '--reporter=json', `--outputFile=${report}`, `--maxWorkers=${workers}`],
    commandOptions(context),
  );
  const json = await readFile(report, 'utf8').catch(() => undefined);
  if (json === undefined || result.timedOut) return [brokenRun(kind, 'vitest', result)];
  const results = readVitestReport(json, root, oneKind ? () => kind : undefined);
  const explained = results.some(({ failed: count }) => count > 0);
  return result.code === 0 || explained ? results : [...results, brokenRun(kind, 'vitest', result)];
}

export async function runPlaywright(
  context: StepContext,
  kind: string,
  env: Readonly<Record<string, string>> = {},
): Promise<KindResult[]> {
  const chromium = await provideChromium(commandOptions(context));
  if ('missing' in chromium) return [failed(kind, chromium.missing)];
  const report = join(context.temporary, `playwright-${kind.replaceAll(/\W+/g, '-')}.json`);
  const result = await runCommand(
    tool('playwright'),
    ['test', '--reporter=json', `--workers=${workers}`],
    commandOptions(context, { ...env, ORRERY_CHROMIUM: chromium.path, PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
  );
  const json = await readFile(report, 'utf8').catch(() => undefined);
  if (json === undefined || result.timedOut) return [brokenRun(kind, 'Playwright', result)];
  const counted = readPlaywrightReport(json, kind);
  return result.code === 0 || counted.failed > 0
    ? [counted]
    : [counted, brokenRun(kind, 'Playwright', result)];
}

function brokenRun(kind: string, runner: string, result: Awaited<ReturnType<typeof runCommand>>): KindResult {
  const cause = result.timedOut
    ? 'took too long and was ended'
    : `ended with code ${result.code} without saying which test`;
  return failed(kind, `${runner} ${cause}:\n${tail(result.output)}`);
}
