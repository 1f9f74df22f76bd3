import type { Figure, Skipped } from './harness/figure.ts';
import { commit, machine } from './harness/machine.ts';
import { type Options, readOptions, usage } from './harness/options.ts';
import { progress } from './harness/progress.ts';
import type { Benchmark } from './suites/benchmark.ts';
import { benchmarks } from './suites/index.ts';

interface Failed {
  benchmark: string;
  error: string;
}

/** What is printed on standard output. */
interface Report {
  commit: string;
  startedAt: string;
  seconds: number;
  mode: 'quick' | 'full';
  machine: ReturnType<typeof machine>;
  summary: { met: number; missed: string[]; skipped: number; failed: number };
  figures: Figure[];
  skipped: Skipped[];
  failed: Failed[];
}

function chosen(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter(name => !benchmarks.some(each => each.name === name));
  if (unknown.length > 0) {
    const known = benchmarks.map(each => `  ${each.name.padEnd(16)} ${each.about}`).join('\n');
    throw new Error(`There is no benchmark ${unknown.join(', ')}.\n${usage}\n${known}`);
  }
  return names.length === 0 ? benchmarks : benchmarks.filter(each => names.includes(each.name));
}

async function runAll(options: Options): Promise<Report> {
  const found = { figures: [] as Figure[], skipped: [] as Skipped[], failed: [] as Failed[] };
  const started = new Date();
  const before = machine();
  for (const each of chosen(options.names)) {
    progress(`${each.name}: ${each.about}`);
    try {
      const outcome = await each.run(options);
      found.figures.push(...outcome.figures);
      found.skipped.push(...outcome.skipped);
    } catch (error) {
      // The others still say something; the process ends with 1.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      progress(`${each.name} failed: ${text}`);
      found.failed.push({ benchmark: each.name, error: text });
    }
  }
  return {
    commit: commit(),
    startedAt: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 1_000),
    mode: options.quick ? 'quick' : 'full',
    machine: before,
    summary: {
      met: found.figures.filter(figure => figure.met === true).length,
      missed: found.figures.filter(figure => figure.met === false).map(figure => figure.what),
      skipped: found.skipped.length,
      failed: found.failed.length,
    },
    ...found,
  };
}

try {
  const report = await runAll(readOptions(process.argv.slice(2)));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.failed.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
