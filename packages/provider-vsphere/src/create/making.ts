import type { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import type { Undo } from '@orrery/provider-kit/undo.ts';
import type { SessionOptions } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { awaited, type Job } from '../actions/job.ts';
import type { ExecutorOptions } from '../actions/call.ts';

export interface CreatorOptions extends ExecutorOptions {
  creations: OwnCreations;
  account: () => Pick<SessionOptions, 'username' | 'password'>;
}

/** One creation at work. */
export interface Making extends Omit<Job, 'request' | 'control'> {
  options: CreatorOptions;
  request: CreateRequest;
  control: CreateControl;
  undo: Undo;
}

/** Cleaning up may mean waiting for a task that could not be cancelled. */
const clearMs = 300_000;

/** What it takes to take something away. */
export type Clearing = Pick<Job, 'session' | 'store' | 'poller' | 'reader' | 'control'> & {
  request: { operation: string };
};

/** The same, not ended by what ended the creation: for taking away what it made. */
export const clearing = <M extends Pick<Job, 'control'>>(making: M): M => ({
  ...making,
  control: { ...making.control, signal: AbortSignal.timeout(clearMs), progress: () => {} },
});

export const working = ({ control }: Pick<Job, 'control'>) => ({ signal: control.signal });

/** A step that is a task: its end, or the fault that it ended with. */
export const done = (making: Pick<Job, 'session' | 'poller' | 'control'>, task: MoRef) =>
  awaited(making, task);
