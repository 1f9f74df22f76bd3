import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Everything it prints is written there while it runs, for whoever wants to see how far a long step is. */
  readonly log?: string;
}

export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly timedOut: boolean;
}

const largestOutput = 1_000_000;
/** After the polite signal, until the one that cannot be refused. */
const patienceMs = 40_000; // longer than Playwright gives its server to end

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
  const log = options.log === undefined ? undefined : createWriteStream(options.log);
  const collect = (chunk: Buffer) => {
    log?.write(chunk);
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
      log?.end();
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

const colourCode = new RegExp(`${String.fromCodePoint(27)}\\[[0-9;?]*[A-Za-z]`, 'g');

/** Without what helps nobody in a log: colours, and where in other people's code an error passed by. */
export function plain(output: string): string {
  const lines = output.replaceAll(colourCode, '').trimEnd().split('\n');
  return lines
    .filter(line => !/^\s+at .*(node_modules|\(node:|new Promise \(<anonymous>|Reflect\.get)/.test(line))
    .join('\n');
}

/** The end of an output. */
export function tail(output: string, lines = 40): string {
  const all = plain(output).split('\n');
  return (all.length > lines ? ['…', ...all.slice(-lines)] : all).join('\n');
}

/** The beginning of a message. */
export const head = (message: string, lines = 12): string =>
  plain(message).trim().split('\n').slice(0, lines).join('\n');
