import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { DatabaseError } from '../database-error.ts';

/** The user PostgreSQL runs under; undefined when that is simply the user we already are. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined;

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** PostgreSQL refuses to run as root, so root hands it to a user of its own: `orrery` if there is one, else `nobody`. */
export async function chooseRunAs(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const user = findUser(passwd, 'orrery') ?? findUser(passwd, 'nobody');
  if (user) return user;
  throw new DatabaseError(
    'database.no-unprivileged-user',
    'PostgreSQL refuses to run as root and /etc/passwd has neither a user "orrery" nor "nobody". ' +
      'Create one (useradd --system orrery), start Orrery as another user, or set DATABASE_URL.',
  );
}

export function findUser(passwd: string, name: string): RunAs {
  const fields = passwd
    .split('\n')
    .map(line => line.split(':'))
    .find(line => line[0] === name);
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

/** Nothing of our own environment (passwords, tokens) reaches PostgreSQL. C keeps its messages in English. */
export const cleanEnvironment: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs a short command to its end; a failure is a result, not an exception. */
export function run(command: string, args: readonly string[], runAs: RunAs): Promise<RunResult> {
  return new Promise(resolve => {
    execFile(
      command,
      args,
      { ...runAs, cwd: '/', env: cleanEnvironment, timeout: 180_000 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
        resolve({ code, stdout, stderr: stderr || (error?.message ?? '') });
      },
    );
  });
}

/** Asks the kernel instead of adding up permission bits: ACLs, mounts and namespaces count too. */
export async function canEnter(directory: string, runAs: RunAs): Promise<boolean> {
  const result = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], runAs);
  return result.code === 0;
}
