import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type CommandOptions, runCommand, tail } from './command.ts';
import { failed, type KindResult, passed } from './result.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface StepContext {
  /** The step must be done by then (clock of performance.now). */
  readonly deadline: number;
  /** A folder for reports and data, removed after the run. */
  readonly temporary: string;
}

export interface Step {
  readonly name: string;
  readonly title: string;
  readonly timeoutMs: number;
  readonly run: (context: StepContext) => Promise<readonly KindResult[]>;
}

export const minutes = (count: number) => count * 60_000;

/** Machines of the size we promise for have two cores; more would only make the timing of tests less true. */
export const workers = String(Math.min(2, availableParallelism()));

export function commandOptions(
  context: StepContext,
  env: Readonly<Record<string, string>> = {},
): CommandOptions {
  return {
    cwd: root,
    timeoutMs: Math.max(1_000, context.deadline - performance.now()),
    env: { TMPDIR: context.temporary, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
  };
}

/** A check that passes when its command does. */
export function check(
  name: string,
  title: string,
  commands: () => readonly (readonly [string, ...string[]])[],
): Step {
  return {
    name,
    title,
    timeoutMs: minutes(3),
    run: async context => {
      const notes: string[] = [];
      for (const [command, ...args] of commands()) {
        const result = await runCommand(command, args, commandOptions(context));
        if (result.code === 0) continue;
        const cause = result.timedOut ? 'took too long\n' : '';
        notes.push(`${[relative(root, command), ...args].join(' ')}\n${cause}${tail(result.output)}`);
      }
      return [notes.length > 0 ? failed(name, ...notes) : passed(name)];
    },
  };
}

export const tool = (name: string) => join(root, 'node_modules', '.bin', name);
