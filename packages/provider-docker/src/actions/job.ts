import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EventType } from '@orrery/provider-kit/event-types.ts';
import type { ActionControl, ActionRequest } from '@orrery/provider-kit/action.ts';
import type { CallOptions, EngineApi } from '../engine/engine-api.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { ContainerFacts } from '../engine/facts.ts';

/** What every action has at hand. */
export interface Job {
  backend: string;
  request: ActionRequest;
  control: ActionControl;
  clock: Clock;
  link: EngineLink;
  links: readonly EngineLink[];
  /** For work; not the one that watches. */
  api: EngineApi;
}

export interface InstanceJob extends Job {
  /** Read just now. */
  facts: ContainerFacts;
  /** `/containers/<id>`. */
  path: string;
}

/** One row of the table of actions on instances. */
export interface InstanceAction {
  /** For people, while it runs. */
  phase: string;
  /** What it must make happen, in the engine's events. */
  causes: readonly EventType[];
  run: (job: InstanceJob, args: Record<string, unknown>) => Promise<string | undefined>;
  /** Whether its goal is met, by looking; null when looking cannot tell. */
  reached: (job: InstanceJob, args: Record<string, unknown>) => boolean | null;
}

/** For calls that answer once the work is done: a restart waits for the container to end. */
const workDeadlineMs = 600_000;

export const working = ({ control }: Job): CallOptions => ({
  signal: control.signal,
  deadlineMs: workDeadlineMs,
});

export const post = async (
  job: InstanceJob,
  path: string,
  query: Record<string, string | number> = {},
): Promise<undefined> => {
  await job.api.send({ method: 'POST', path: `${job.path}/${path}`, query }, working(job));
};
