import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { ofDuplex } from '@orrery/provider-kit/console-stream.ts';
import type { ConsoleEnd, ConsoleStream } from '@orrery/provider-kit/console.ts';
import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import type { ContainerInspectInfo } from 'dockerode';
import type { EngineApi } from '../engine/engine-api.ts';
import { nullWhenGone, toEngineError } from '../engine/engine-error.ts';

/** The shell that people like best of those that are there. */
const shell = 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi';
const deadlineMs = 10_000;
/** The terminal breaks a little before the engine says that its container has ended. */
const settleMs = 2_000;
const lookEveryMs = 100;

interface ExecState {
  Running: boolean;
  ExitCode: number | null;
}

/** By which the processes of one console know each other: all that a shell starts inherits it. */
const markName = 'ORRERY_CONSOLE';

/** Ends every process that bears the mark, as the end of a terminal does. */
const hangUp = (mark: string): string =>
  `for p in /proc/[0-9]*; do if tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -qx ${markName}=${mark}; then kill -HUP "\${p#/proc/}" 2>/dev/null; fi; done`;

export interface ExecOptions {
  api: EngineApi;
  clock: Clock;
  container: string;
  signal: AbortSignal;
}

const execBody = (command: string[], more: object) => ({
  AttachStdout: true,
  AttachStderr: true,
  Cmd: command,
  ...more,
});

async function create({ api, container, signal }: ExecOptions, body: object): Promise<string> {
  const path = `/containers/${container}/exec`;
  const { Id } = await api.send<{ Id: string }>({ method: 'POST', path, body }, { signal, deadlineMs });
  return Id;
}

async function start(exec: Docker.Exec): Promise<Duplex> {
  try {
    return await exec.start({ hijack: true, stdin: true, Tty: true });
  } catch (error) {
    throw toEngineError(error, { late: false, aborted: false });
  }
}

/** Closed by us, the shell would stay in the container for ever: the engine does not end it. */
async function clearAway(options: ExecOptions, mark: string): Promise<void> {
  const late = { ...options, signal: AbortSignal.timeout(deadlineMs) };
  const id = await create(late, execBody(['sh', '-c', hangUp(mark)], {}));
  await options.api.send({ method: 'POST', path: `/exec/${id}/start`, body: { Detach: true } }, late);
}

async function whyEnded(options: ExecOptions, exec: string): Promise<ConsoleEnd> {
  const { api, clock, container } = options;
  const latest = clock.now() + settleMs;
  for (;;) {
    const there = await api
      .get<ContainerInspectInfo>(`/containers/${container}/json`, {}, { deadlineMs })
      .catch(nullWhenGone);
    if (!there?.State.Running) return { reason: 'stopped', message: 'The instance is off' };
    const state = await api.get<ExecState>(`/exec/${exec}/json`, {}, { deadlineMs }).catch(nullWhenGone);
    const code = state?.Running === false ? state.ExitCode : null;
    // 137: ended by force, most likely with its container.
    if (code !== null && (code !== 137 || clock.now() > latest)) return exited(code);
    if (clock.now() > latest) return { reason: 'lost', message: 'The connection was lost' };
    await pause(clock, lookEveryMs);
  }
}

function exited(exitCode: number): ConsoleEnd {
  const missing = exitCode === 126 || exitCode === 127;
  const message = missing ? 'There is no shell in its image' : `The shell ended with exit code ${exitCode}`;
  return { reason: 'exited', message, exitCode };
}

/** A shell inside a running container. */
export async function openExec(options: ExecOptions): Promise<ConsoleStream> {
  const { api, signal } = options;
  const mark = randomUUID();
  const env = { Tty: true, AttachStdin: true, Env: ['TERM=xterm-256color', `${markName}=${mark}`] };
  const id = await create(options, execBody(['sh', '-c', shell], env));
  const pipe = await start(api.docker.getExec(id));
  const stream = ofDuplex(pipe, () => whyEnded(options, id));
  const close = () => void stream.close();
  signal.addEventListener('abort', close, { once: true });
  void stream.ended.then(({ reason }) => {
    signal.removeEventListener('abort', close);
    if (reason === 'closed' || reason === 'lost') return clearAway(options, mark).catch(() => undefined);
    return undefined;
  });
  if (signal.aborted) close();
  const resize = async (columns: number, rows: number): Promise<void> => {
    const query = { w: columns, h: rows };
    // One that has ended, or has not quite begun, has no size; the next change tells it.
    await api
      .send({ method: 'POST', path: `/exec/${id}/resize`, query }, { deadlineMs })
      .catch(() => undefined);
  };
  return { ...stream, resize };
}
