import { parseArgs } from 'node:util';

export interface Options {
  /** Benchmarks to run; empty for all. */
  names: string[];
  quick: boolean;
  /** Interleaved runs a side. */
  runs: number;
  /** Length of the idle-cost sample. */
  idleSeconds: number;
  /** Sizes of simulated fleets; `--sizes` narrows them. */
  sizes: number[];
}

export const usage = `Usage: npm run bench -- [names…] [--quick] [--runs N] [--idle-seconds S] [--sizes 1000,20000]
Prints one JSON document on stdout; progress goes to stderr. --quick takes a few minutes in all.`;

/** Throws with a message for people when an argument is wrong. */
export function readOptions(argv: string[]): Options {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      'idle-seconds': { type: 'string' },
      sizes: { type: 'string', default: '1000,20000,100000' },
    },
  });
  const { quick } = values;
  return {
    names: positionals,
    quick,
    runs: positive('--runs', values.runs, quick ? 3 : 7),
    idleSeconds: positive('--idle-seconds', values['idle-seconds'], quick ? 20 : 120),
    sizes: values.sizes.split(',').map(size => positive('--sizes', size, 0)),
  };
}

function positive(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} takes whole numbers from 1, not ${text}`);
  return value;
}
