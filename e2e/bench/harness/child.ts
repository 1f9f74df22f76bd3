import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/** What a child answers a command with. `id` pairs the two. */
export interface Reply {
  id: number;
  error?: string;
  value?: unknown;
}

export interface Child {
  pid: number;
  /** Asks the child over IPC; rejects when it fails or ends. `T` is what the child answers this command with. */
  ask: <T>(command: string, argument?: unknown) => Promise<T>;
  /** SIGTERM, SIGKILL after the grace; resolves when it is gone. */
  stop: (graceMs?: number) => Promise<void>;
  /** SIGKILL. */
  kill: () => Promise<void>;
  exited: Promise<void>;
}

export interface ChildOptions {
  args?: string[];
  env?: Record<string, string | undefined>;
  execArgv?: string[];
  cwd?: string;
  /** Output goes here; without it, to our stderr. */
  logFile?: string;
}

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A Node process that answers the commands of instrument/commands.ts. It ends with us. */
export function startChild(entry: string, options: ChildOptions = {}): Child {
  const child = fork(entry, options.args ?? [], {
    env: { ...process.env, ...options.env },
    execArgv: options.execArgv ?? [],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  living.add(child);
  const sink =
    options.logFile === undefined ? process.stderr : createWriteStream(options.logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => sink.write(chunk));
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => {
      living.delete(child);
      resolve();
    });
  });
  return {
    pid: child.pid ?? 0,
    ask: asker(child, entry),
    stop: async (graceMs = 10_000) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    exited,
  };
}

function asker(child: ChildProcess, entry: string): Child['ask'] {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (reply: Reply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error === undefined) caller?.resolve(reply.value);
    else caller?.reject(new Error(reply.error));
  });
  child.once('exit', code => {
    for (const caller of waiting.values()) caller.reject(new Error(`${entry} ended with ${code}`));
    waiting.clear();
  });
  return <T>(command: string, argument?: unknown) =>
    new Promise<T>((resolve, reject) => {
      last += 1;
      // Both ends are started by the same benchmark from the same checkout: the answer has the type its command has.
      waiting.set(last, { resolve: value => resolve(value as T), reject });
      child.send({ id: last, command, argument }, error => {
        if (error) reject(error);
      });
    });
}
