import { type ChildProcess, spawn } from 'node:child_process';
import { cleanEnvironment, type RunAs } from './run-as.ts';

export interface WatchOptions {
  readonly pid: number;
  readonly data: string;
  readonly ownerFile: string;
  readonly token: string;
  readonly graceSeconds: number;
  readonly runAs: RunAs;
}

/**
 * $1 postmaster's id · $2 its data directory · $3 file with the present owner's token · $4 our token · $5 seconds.
 * `-ef` compares the process's working directory, so that a recycled process id is never signalled.
 * INT asks PostgreSQL for a fast shutdown, QUIT for an immediate one.
 */
const script = `
while read -r line; do :; done
sleep "$5"
read -r owner < "$3"
[ "$owner" = "$4" ] || exit 0
alive() { [ "/proc/$1/cwd" -ef "$2" ]; }
alive "$1" "$2" && kill -INT "$1"
waited=0
while alive "$1" "$2"; do
  sleep 1
  waited=$((waited + 1))
  [ "$waited" -ne 30 ] || kill -QUIT "$1"
  [ "$waited" -lt 60 ] || exit 1
done
`;

/**
 * A process of about 1 MB that reads from a pipe only we hold. When we die, even by kill -9, the kernel closes the
 * pipe; the watcher then gives a new BFF a few seconds to take PostgreSQL over, and stops it if none does (ADR 0002).
 */
export class Watcher {
  readonly #child: ChildProcess;

  constructor(options: WatchOptions) {
    const { pid, data, ownerFile, token, graceSeconds, runAs } = options;
    this.#child = spawn(
      '/bin/sh',
      ['-c', script, 'orrery-database-watcher', String(pid), data, ownerFile, token, String(graceSeconds)],
      { ...runAs, cwd: '/', env: cleanEnvironment, detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    // Both may fail when it is killed from outside; the next start finds what it leaves.
    this.#child.on('error', () => undefined);
    this.#child.stdin?.on('error', () => undefined);
    this.#child.unref();
  }

  /** Its PostgreSQL has ended or belongs to somebody else: nothing is left to watch. */
  dismiss(): Promise<void> {
    return new Promise(resolve => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null || !this.#child.pid)
        return resolve();
      this.#child.ref(); // or the process may end before the answer
      this.#child.once('exit', () => resolve());
      this.#child.kill('SIGKILL');
    });
  }
}
