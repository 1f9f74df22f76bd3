import { type Clock, pause } from '@orrery/provider-kit/clock.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import { readTask, readTasks, type TaskInfo } from '@orrery/vim25/methods/tasks.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';

/** Most tasks are over at the first look; the rest take seconds. */
const firstLookMs = 120;
const lookEveryMs = 400;

interface Waiting {
  ref: MoRef;
  session: VimSession;
  progress: (info: TaskInfo) => void;
  resolve: (info: TaskInfo) => void;
  reject: (error: unknown) => void;
}

/** Waits for tasks. However many there are, one call asks for all. */
export class TaskPoller {
  readonly #clock: Clock;
  /** A task may be waited for by several: what a recommendation begins is followed as a move of others, too. */
  readonly #waiting = new Set<Waiting>();
  #running = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The task when it has ended, well or not. Throws when it cannot be asked, or is not remembered. */
  wait(
    session: VimSession,
    ref: MoRef,
    { signal, progress }: { signal: AbortSignal; progress: (info: TaskInfo) => void },
  ): Promise<TaskInfo> {
    return new Promise((resolve, reject) => {
      const onAbort = () => give(() => reject(signal.reason));
      const give = (end: () => void) => {
        signal.removeEventListener('abort', onAbort);
        this.#waiting.delete(one);
        end();
      };
      const one: Waiting = {
        ref,
        session,
        progress,
        resolve: info => give(() => resolve(info)),
        reject: error => give(() => reject(error)),
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(one);
      if (signal.aborted) onAbort();
      else if (!this.#running) void this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#running = true;
    let ms = firstLookMs;
    while (this.#waiting.size > 0) {
      await pause(this.#clock, ms);
      ms = lookEveryMs;
      const bySession = Map.groupBy(this.#waiting, one => one.session);
      await Promise.all([...bySession].map(([session, tasks]) => this.#ask(session, tasks)));
    }
    this.#running = false;
  }

  async #ask(session: VimSession, tasks: readonly Waiting[]): Promise<void> {
    try {
      const refs = new Map(tasks.map(({ ref }) => [ref.value, ref]));
      for (const info of await readTasks(session, [...refs.values()]))
        for (const waiting of tasks) if (waiting.ref.value === info.ref.value) settle(waiting, info);
    } catch (error) {
      if (!isFault(error, 'ManagedObjectNotFound')) for (const { reject } of tasks) reject(error);
      else await Promise.all(tasks.map(askAlone));
    }
  }
}

function settle(waiting: Waiting, info: TaskInfo): void {
  if (info.state === 'success' || info.state === 'error') waiting.resolve(info);
  else waiting.progress(info);
}

async function askAlone(waiting: Waiting): Promise<void> {
  try {
    settle(waiting, await readTask(waiting.session, waiting.ref));
  } catch (error) {
    waiting.reject(error);
  }
}
