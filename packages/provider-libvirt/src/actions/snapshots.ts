import * as snapshots from '@orrery/libvirt/procedures/snapshot.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainFacts, SnapshotFacts } from '../host/facts.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive } from '../map/power.ts';
import { writeSnapshot } from '../map/snapshot.ts';
import { type InstanceAction, type InstanceJob, working } from './job.ts';

async function take(job: InstanceJob, args: Record<string, unknown>): Promise<string | undefined> {
  const description = typeof args['description'] === 'string' ? args['description'] : null;
  const xml = writeSnapshot(String(args['name']), description);
  await job.connection.call(snapshots.createXml, { domain: job.ref, xml, flags: 0 }, working(job));
  // An internal snapshot of what runs is always one of its memory too.
  return isActive(job.facts.state) && args['withMemory'] !== true ? 'Its memory is kept as well' : undefined;
}

export const snapshotAction: InstanceAction = {
  phase: 'taking the snapshot',
  causes: [],
  run: take,
  reached: (facts, { name }) => facts.snapshots.some(s => s.definition.name === name),
};

export const snapshotOf = (backend: string, facts: DomainFacts, native: string): SnapshotFacts | undefined =>
  facts.snapshots.find(
    s => idOf(backend, nativeIds.snapshot(facts.ref.uuid, s.definition.name)) === idOf(backend, native),
  );

export const revert = (job: InstanceJob, snapshot: SnapshotFacts): Promise<undefined> =>
  job.connection.call(snapshots.revert, { snapshot: snapshot.ref, flags: 0 }, working(job));

export const removeSnapshot = (job: InstanceJob, snapshot: SnapshotFacts): Promise<undefined> =>
  job.connection.call(snapshots.remove, { snapshot: snapshot.ref, flags: 0 }, working(job));

/** Whether a domain is as its snapshot left it: the snapshot is the current one, and the power state is its own. */
export function isReverted({ state }: DomainFacts, { current, definition }: SnapshotFacts): boolean {
  if (!current) return false;
  const states: Readonly<Record<string, number>> = {
    running: domainStates.running,
    paused: domainStates.paused,
  };
  const then = states[definition.state] ?? domainStates.shutoff;
  return state.state === then;
}
