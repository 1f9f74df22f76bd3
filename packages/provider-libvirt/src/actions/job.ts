import type { Connection } from '@orrery/libvirt/connection.ts';
import { impact } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { EventType } from '@orrery/provider-kit/event-types.ts';
import type { ActionControl, ActionRequest } from '@orrery/provider-kit/action.ts';
import type { DomainFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { isActive } from '../map/power.ts';

/** What everything that changes a host has at hand. */
export interface Work {
  backend: string;
  control: ActionControl;
  clock: Clock;
  link: HostLink;
  /** For work; not the one that watches. */
  connection: Connection;
  inventory: ClusterInventory;
  /** Links of the other hosts, for what they cache. */
  others: () => HostLink[];
}

/** What every action has at hand. */
export interface Job extends Work {
  request: ActionRequest;
}

export interface InstanceJob extends Job {
  ref: DomainRef;
  /** Read just now. */
  facts: DomainFacts;
}

/** One row of the table of actions on instances. */
export interface InstanceAction {
  /** For people, while it runs. */
  phase: string;
  /** What it must make happen, in libvirt's events or told by itself. */
  causes: readonly EventType[];
  run: (job: InstanceJob, args: Record<string, unknown>) => Promise<string | undefined>;
  /** Whether its goal is met, by looking; null when looking cannot tell. */
  reached: (facts: DomainFacts, args: Record<string, unknown>, job: InstanceJob) => boolean | null;
}

/** For calls that answer once the work is done: saving memory to disk takes minutes. */
const workDeadlineMs = 900_000;

export const working = (job: Pick<Work, 'control'>): CallOptions => ({
  signal: job.control.signal,
  deadlineMs: workDeadlineMs,
});

/** Where a change has to be made so that it holds now and after the next start. */
export function impactOf({ state, persistent }: DomainFacts): number {
  const live = isActive(state) ? impact.live : 0;
  return live | (persistent ? impact.config : 0);
}
