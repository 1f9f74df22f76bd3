import type { Changed, StoredResource } from '../store/types.ts';
import type { Job } from './job.ts';
import type { QueuedJob } from './turns.ts';
import type { Runtime, Scope } from './types.ts';

/** A result that asks for things by name. */
export interface NamedResult<R extends StoredResource> {
  /** Kinds whose names decide what is in it. */
  readonly namesOf: ReadonlySet<string>;
  /** Who asks: names of what they do not see are none to them. */
  readonly scope: Pick<Scope<R>, 'sees'>;
  /** Looks at every row again. */
  readonly sweep: () => Job;
  /** False: nobody looks at it any more, nor will. */
  readonly wanted: () => boolean;
}

interface Followed<R extends StoredResource> extends NamedResult<R> {
  /** Ends the wait for the next look; undefined when none is due. */
  cancel: (() => void) | undefined;
}

export interface NameFollowerOptions<R extends StoredResource> {
  /** A thousand things that are found or renamed one after the other make few looks. */
  readonly delayMs: number;
  readonly runtime: Pick<Runtime, 'after'>;
  readonly nameOf: ((resource: R) => string) | undefined;
  readonly enqueue: (queued: QueuedJob) => void;
}

/** Looks at the rows of a result again when a name that it asks by is given, changed, taken away or hidden. */
export class NameFollower<R extends StoredResource> {
  private readonly options: NameFollowerOptions<R>;
  private readonly followed = new Set<Followed<R>>();

  constructor(options: NameFollowerOptions<R>) {
    this.options = options;
  }

  /** `wanted` must hold from when the caller is done until nobody needs the result. */
  add(result: NamedResult<R>): void {
    for (const known of this.followed) if (!known.wanted()) this.forget(known);
    if (result.namesOf.size > 0) this.followed.add({ ...result, cancel: undefined });
  }

  follow(changed: readonly Changed<R>[]): void {
    for (const result of this.followed) {
      if (!result.wanted()) this.forget(result);
      else if (result.cancel === undefined && changed.some(change => this.concerns(result, change))) {
        this.lookSoon(result);
      }
    }
  }

  stop(): void {
    for (const result of this.followed) this.forget(result);
  }

  private concerns({ namesOf, scope }: NamedResult<R>, { kind, before, after }: Changed<R>): boolean {
    return namesOf.has(kind) && this.told(scope, before) !== this.told(scope, after);
  }

  private told(scope: Pick<Scope<R>, 'sees'>, resource: R | undefined): string | undefined {
    return resource !== undefined && scope.sees(resource) ? this.options.nameOf?.(resource) : undefined;
  }

  private lookSoon(result: Followed<R>): void {
    const { runtime, delayMs, enqueue } = this.options;
    const { wanted } = result;
    const cancel = runtime.after(delayMs, () => enqueue({ job: look(result), wanted }));
    result.cancel = cancel;
  }

  private forget(result: Followed<R>): void {
    result.cancel?.();
    this.followed.delete(result);
  }
}

/** From its beginning on, what changes asks for another look: at most one waits while one runs. */
function* look<R extends StoredResource>(result: Followed<R>): Job {
  result.cancel = undefined;
  yield* result.sweep();
}
