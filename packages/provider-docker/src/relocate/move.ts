import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { MigrateControl } from '@orrery/provider-kit/migrator.ts';
import type { CallOptions } from '../engine/engine-api.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { labelNames } from '../map/labels.ts';
import type { MoveHandle } from './handle.ts';
import type { MovedContainer } from './moved-container.ts';
import type { Telling } from './telling.ts';
import type { Throttle } from './throttle.ts';

/** Bytes take as long as they take; what hangs is found by the pings of its engine. */
const carryDeadlineMs = 24 * 3_600_000;
/** For calls that end when the work is done. */
const workDeadlineMs = 600_000;

/** One move under way. */
export interface Move {
  operation: string;
  /** Native id of the instance. */
  native: string;
  handle: MoveHandle;
  from: EngineLink;
  to: EngineLink;
  control: MigrateControl;
  clock: Clock;
  tell: Telling;
  throttle: Throttle;
}

/** One whose container has been read. */
export interface ReadMove extends Move {
  moved: MovedContainer;
}

/** On everything that is made for it. */
export const markOfMove = ({ operation }: Move): Record<string, string> => ({ [labelNames.move]: operation });

/** For a list of all that bears its mark. */
export const madeFor = ({ operation }: Move): { filters: string } => ({
  filters: JSON.stringify({ label: [`${labelNames.move}=${operation}`] }),
});

export const carrying = ({ control: { signal } }: Move): CallOptions => ({
  signal,
  deadlineMs: carryDeadlineMs,
});

export const working = ({ control: { signal } }: Move): CallOptions => ({
  signal,
  deadlineMs: workDeadlineMs,
});
