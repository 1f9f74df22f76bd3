import type { Reply } from '../harness/child.ts';

export interface Usage {
  /** User plus system time of this process so far, microseconds. */
  cpuMicros: number;
  rssBytes: number;
  heapUsedBytes: number;
}

type Command = (argument: unknown) => unknown;

interface Asked {
  id: number;
  command: string;
  argument?: unknown;
}

const commands = new Map<string, Command>([['usage', usage]]);

/** Processes that the benchmarks start answer commands over IPC; a plain start of the same code has none of this. */
export function answer(command: string, run: Command): void {
  commands.set(command, run);
}

/** With `--expose-gc`, garbage is not counted as memory held. */
function usage(argument: unknown): Usage {
  if (argument === 'collected') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMicros: user + system, rssBytes: rss, heapUsedBytes: heapUsed };
}

async function respond({ id, command, argument }: Asked): Promise<Reply> {
  const run = commands.get(command);
  if (!run) return { id, error: `No command ${command} here; there are ${[...commands.keys()].join(', ')}` };
  try {
    return { id, value: await run(argument) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

export function listen(): void {
  process.on('message', (asked: Asked) => {
    void respond(asked).then(reply => process.send?.(reply));
  });
  // The benchmark that started this process is gone: nobody else would end it.
  process.once('disconnect', () => process.exit(0));
}
