import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getState } from '@orrery/libvirt/procedures/domain.ts';
import { jobOperations, jobTypes } from '@orrery/libvirt/procedures/flags.ts';
import { abortJob, getJobStats } from '@orrery/libvirt/procedures/migration.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { ParamMap } from '@orrery/libvirt/xdr/typed-params.ts';
import type { MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { Stage } from '@orrery/migration-model/sample.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { MoveReport } from '@orrery/provider-kit/migrator.ts';
import type { HostLink } from '../host/host-link.ts';
import type { DomainState } from '../map/power.ts';
import type { JobEvents } from './job-events.ts';
import { figure, passedDisks, sampleOf } from './sample.ts';

/** More than three a second: the promise is two, on a machine that is busy too. */
const sampleEveryMs = 300;
const lookDeadlineMs = 10_000;
/** A source that is out of reach may come back, and its job goes on meanwhile. */
const lostPatienceMs = 120_000;

const phases: Readonly<Partial<Record<Stage, MigrationPhase>>> = {
  disks: 'copy-disks',
  memory: 'copy-memory',
  'switching-over': 'switch-over',
  'post-copy': 'post-copy',
};

export interface JobSeen {
  params: ParamMap;
  state: DomainState | null;
}

const orGone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return null;
  throw error;
};

/** The job that moves a domain away, as its source tells; null when there is none. */
export async function lookAtJob(link: HostLink, ref: DomainRef): Promise<JobSeen | null> {
  const { connection } = link.live;
  const args = { domain: ref, flags: 0 };
  const options = { deadlineMs: lookDeadlineMs };
  const [job, state] = await Promise.all([
    connection.call(getJobStats, args, options).catch(orGone),
    connection.call(getState, args, options).catch(orGone),
  ]);
  if (job === null || job.type === jobTypes.none) return null;
  // Another job, such as one that saves its memory: it does not go anywhere. Old daemons do not tell.
  const operation = figure(job.params, 'operation');
  if (operation !== jobOperations.none && operation !== jobOperations.migrationOut) return null;
  return { params: job.params, state };
}

export interface JobWatchOptions {
  from: HostLink;
  ref: DomainRef;
  clock: Clock;
  jobs: JobEvents;
  /** When it was begun, ms since 1970; null: as the job itself tells. */
  since: number | null;
  report: (report: MoveReport) => void;
}

export interface WatchEnd {
  /** Settles when the call that carries the job has ended; null when another process made it. */
  done: Promise<unknown> | null;
  /** Asked to be called off. */
  cancel: AbortSignal;
  /** Nobody listens any more; the job is left alone. */
  stopped: AbortSignal;
}

/** Follows the job of one domain at its source: samples, phases, and the wish to call it off. */
export class JobWatch {
  /** What the source told when it had ended. */
  final: ParamMap | null = null;
  readonly #options: JobWatchOptions;
  #wake = () => {};
  #lastMs = 0;
  #stage: Stage | null = null;
  #lostSince: number | null = null;

  constructor(options: JobWatchOptions) {
    this.#options = options;
  }

  /** Until the call has ended, or (without one) until there is no job any more. False: its source is lost. */
  async run({ done, cancel, stopped }: WatchEnd): Promise<boolean> {
    const { jobs, ref } = this.#options;
    let over = false;
    const isOver = () => over;
    const end = () => {
      over = true;
      this.#wake();
    };
    done?.then(end, end);
    const wake = () => this.#wake();
    const unlisten = jobs.listen(({ uuid, event }) => {
      if (uuid !== ref.uuid) return;
      if (event.kind === 'completed') this.final = event.params;
      this.#wake();
    });
    cancel.addEventListener('abort', wake);
    try {
      while (!isOver()) {
        stopped.throwIfAborted();
        const seen = await this.#look();
        if (seen === 'lost') return false;
        if (seen === 'none' && done === null) return true;
        if (cancel.aborted && this.#stage !== 'post-copy') await this.#abort();
        if (!isOver()) await this.#next(stopped);
      }
      return true;
    } finally {
      unlisten();
      cancel.removeEventListener('abort', wake);
    }
  }

  async #look(): Promise<'job' | 'none' | 'out-of-reach' | 'lost'> {
    const { from, ref, clock } = this.#options;
    try {
      const seen = await lookAtJob(from, ref);
      this.#lostSince = null;
      if (seen === null) return 'none';
      this.#tell(seen);
      return 'job';
    } catch {
      // Whatever it was: the outcome is found by looking, not by how a look failed.
      this.#lostSince ??= clock.now();
      return clock.now() - this.#lostSince > lostPatienceMs ? 'lost' : 'out-of-reach';
    }
  }

  #tell({ params, state }: JobSeen): void {
    const { clock, since, report } = this.#options;
    const elapsed = since === null ? figure(params, 'time_elapsed') : clock.now() - since;
    this.#lastMs = Math.max(this.#lastMs, elapsed);
    const sample = sampleOf(params, { atMs: this.#lastMs, state });
    const before = this.#stage;
    const changed = sample.stage !== before;
    this.#stage = sample.stage;
    if (passedDisks(before, sample)) report({ phase: 'copy-disks', cancellable: true });
    const phase = phases[sample.stage];
    report({ sample, ...(changed && phase !== undefined && { phase, ...powersIn(sample.stage) }) });
  }

  /** Refused before the job has come so far that it can be called off, and after its end: both are seen at the next look. */
  async #abort(): Promise<void> {
    const { from, ref } = this.#options;
    try {
      await from.live.connection.call(abortJob, { domain: ref }, { deadlineMs: lookDeadlineMs });
    } catch {
      return;
    }
  }

  #next(stopped: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const go = () => {
        cancelTimer();
        stopped.removeEventListener('abort', go);
        resolve();
      };
      const cancelTimer = this.#options.clock.after(sampleEveryMs, go);
      stopped.addEventListener('abort', go, { once: true });
      this.#wake = go;
    });
  }
}

/** In post-copy the guest runs at the destination, and each has a part of its memory. */
function powersIn(stage: Stage): Pick<MoveReport, 'cancellable' | 'pointOfNoReturn'> {
  if (stage === 'post-copy') return { cancellable: false, pointOfNoReturn: true };
  return { cancellable: stage !== 'switching-over' };
}
