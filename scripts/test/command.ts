import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly timedOut: boolean;
}

const largestOutput = 1_000_000;
/** After the polite signal, until the one that cannot be refused. */
const patienceMs = 15_000;

const running = new Set<ChildProcess>();

/** Runs a command in a process group of its own, so that a time-out ends everything it started. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-largestOutput);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise(resolve => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child);
    }, options.timeoutMs);
    const finish = (code: number) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output, timedOut });
    };
    child.once('error', error => {
      output += error.message;
      finish(1);
    });
    child.once('close', (code, signal) => finish(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs).unref();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

/** An interrupted run leaves nothing running. */
export function endChildrenOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      const children = [...running];
      for (const child of children) endGroup(child);
      void Promise.all(children.map(child => new Promise(resolve => child.once('close', resolve)))).then(() =>
        process.exit(128 + constants.signals[signal]),
      );
    });
  }
}

/** The end of an output, without the colours and progress lines that help nobody in a log. */
export function tail(output: string, lines = 40): string {
  // oxlint-disable-next-line no-control-regex -- colour codes are control characters
  const plain = output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').trimEnd();
  const all = plain.split('\n');
  return all.length > lines ? ['…', ...all.slice(-lines)].join('\n') : plain;
}
