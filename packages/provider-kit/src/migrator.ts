import type { MigrateArgs, MigrationSetting } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationMethod, MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { GuestCheck, MigrationLimits } from '@orrery/contract/migrations/progress.ts';
import type { RelocationPlan } from '@orrery/migration-model/relocation.ts';
import type { DirtyMeasurement, MigrationSample } from '@orrery/migration-model/sample.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from './action.ts';

/** Moves instances between the hosts of one backend. The BFF predicts, follows and keeps them; this only does and tells. */
export interface Migrator {
  /**
   * What moving one instance would take: facts that only the backend knows, for each of `hosts`. Changes nothing.
   * May measure what the guest writes where the backend can.
   */
  survey: (request: SurveyRequest, signal: AbortSignal) => Promise<Survey>;
  /**
   * Move. Resolves when the instance is at its new host, was found well there (phase `verify`), and nothing of it is
   * left at the old one. Throws otherwise, with the instance where it was, and running if it ran. Binds the
   * backend's own job before anything is changed. Aborting `control.signal` calls the move off where it still can be.
   */
  migrate: (request: MigrateRequest, control: MigrateControl) => Promise<MigrateResult>;
  /**
   * After a crash of the BFF: looks, at both hosts. A move that still runs is followed to its end, reporting as
   * `migrate` does. What it had promised to tidy up, it tidies up. Never begins it anew.
   */
  follow: (
    request: MigrateRequest,
    handle: string | null,
    control: MigrateControl,
  ) => Promise<FollowResolution>;
  /** Change a move that runs: what was set takes effect, or it throws with the reason. */
  steer: (request: SteerRequest, signal: AbortSignal) => Promise<void>;
}

export interface SurveyRequest {
  /** Full instance id. */
  instance: string;
  /** Full host ids, without the one that it is on. Empty: only what concerns the instance itself. */
  hosts: readonly string[];
  measure: MeasuringTime;
}

/**
 * The time to take for measuring what the guest writes: about a second, or only the four seconds that are worth taking
 * as well, while nobody waits. A long one gives way to a move of the instance that begins meanwhile.
 */
export type MeasuringTime = 'none' | 'short' | 'long';

export interface Survey {
  /** Memory that would be sent, bytes; null where nobody knows. */
  memoryBytes: number | null;
  /** The part of it that holds something. */
  residentBytes: number | null;
  dirtying: readonly DirtyMeasurement[];
  hosts: readonly SurveyedHost[];
}

export interface SurveyedHost {
  /** Full host id. */
  host: string;
  ways: readonly SurveyedWay[];
}

export interface SurveyedWay {
  method: MigrationMethod;
  /** Everything that speaks against it, with measured values; the ones that block and the ones that warn. */
  reasons: readonly MigrationReason[];
  settings: readonly MigrationSetting[];
  /** What this backend can do about such a move in trouble. */
  offers: readonly RemedyOffer[];
  /** Bytes of disks that would be copied. */
  diskBytes: number;
  /** Bytes per second that the path between the two is thought to carry; null where nobody knows. */
  bandwidth: number | null;
  /** Bytes per second that the slower of the links of both hosts has, as they say; left out where they do not. */
  linkSpeed?: number | undefined;
  /** The hypervisor's own longest pause where none is asked for, ms; null where it has none to tell. */
  downtimeMs: number | null;
  /** For `cold` and `relocation`: what the stop is made of. */
  relocation: RelocationPlan | null;
}

export interface MigrateRequest extends Omit<ActionRequest, 'args'> {
  /** `toHost` is settled by the BFF; null where the backend chooses. */
  args: MigrateArgs;
}

export interface MigrateControl extends ActionControl {
  /** At each phase and at every sample: at least twice a second while it runs. */
  moved: (report: MoveReport) => void;
}

/** How a move stands. What is left out is as it was. */
export interface MoveReport {
  phase?: MigrationPhase;
  /** `atMs` counts from when the move was begun, also after a restart of the BFF where the backend tells. */
  sample?: MigrationSample;
  limits?: MigrationLimits;
  /** Where it goes, when the backend has chosen. */
  toHost?: string;
  /** Nothing can be called off from here on. */
  pointOfNoReturn?: boolean;
  /** Of a move that others began: whether we can call it off (`steer` with `cancel`). */
  cancellable?: boolean;
}

/** With the figures of a move that was followed to its end, where they can still be had. */
export type FollowResolution = Resolution & { result?: MigrateResult };

export interface MigrateResult extends ActionResult {
  /** Pause of the guest as measured by the backend, ms; null where it does not tell. */
  pauseMs: number | null;
  /** All bytes on the wire. */
  bytes: number | null;
  passes: number | null;
  check: GuestCheck;
}

export type SteerRequest = {
  /** Full instance id. */
  instance: string;
  handle: string | null;
} & (
  | { action: 'setBandwidth'; bytesPerSecond: number | null }
  | { action: 'setDowntime'; milliseconds: number }
  | { action: 'startPostCopy' }
  /** Only of a move that others began: one of our own is called off by the signal that it was begun with. */
  | { action: 'cancel' }
);

/** A move that somebody else began: by hand at the hypervisor, or the backend's own balancing. */
export interface OutsideMove extends MoveReport {
  /** Full id of the move: `<backend>:<the backend's own job or task>`. */
  id: string;
  /** Full instance id. */
  instance: string;
  method: MigrationMethod;
  fromHost: string | null;
  startedBy: 'outside' | 'balancer';
  /** Who, in the backend's words. */
  by: string | null;
  startedAt: string;
  ended: {
    state: 'succeeded' | 'failed' | 'cancelled';
    message: string | null;
    at: string;
    /** It was looked for, and is where it was; left out: that was not looked at. */
    stayed?: boolean;
  } | null;
}
