import type { Options } from '../harness/options.ts';
import type { Outcome } from '../harness/figure.ts';

export interface Benchmark {
  name: string;
  /** One line for `--help`. */
  about: string;
  run: (options: Options) => Promise<Outcome>;
}

export function skip(benchmark: string, reason: string): Outcome {
  return { figures: [], skipped: [{ benchmark, reason }] };
}
