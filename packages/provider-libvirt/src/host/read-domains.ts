import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as connect from '@orrery/libvirt/procedures/connect.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { listDomainsFlags, statsGroups } from '@orrery/libvirt/procedures/flags.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import * as snapshot from '@orrery/libvirt/procedures/snapshot.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { readDomain } from '../map/domain.ts';
import type { DomainState } from '../map/power.ts';
import { readSnapshot } from '../map/snapshot.ts';
import type { DomainFacts, SnapshotFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

/** It vanished between two calls, which is no error. */
const orGone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN', 'NO_DOMAIN_SNAPSHOT')) return null;
  throw error;
};

export async function readSnapshots(
  caller: Caller,
  ref: DomainRef,
  options: CallOptions,
): Promise<SnapshotFacts[]> {
  const refs = await caller.call(snapshot.listAll, { domain: ref, flags: 0 }, options);
  if (refs.length === 0) return [];
  const current = await caller.call(snapshot.current, { domain: ref, flags: 0 }, options).catch(orGone);
  const list = await Promise.all(
    refs.map(async (each): Promise<SnapshotFacts | null> => {
      const xml = await caller.call(snapshot.getXml, { snapshot: each, flags: 0 }, options).catch(orGone);
      if (xml === null) return null;
      return { ref: each, definition: readSnapshot(xml), current: each.name === current?.name };
    }),
  );
  return list.filter(s => s !== null);
}

/** Two calls tell whether others have taken, deleted or reverted to a snapshot; none where there is none. */
export async function hasSameSnapshots(
  caller: Caller,
  facts: DomainFacts,
  options: CallOptions,
): Promise<boolean> {
  if (facts.snapshots.length === 0) return true;
  const args = { domain: facts.ref, flags: 0 };
  const refs = await caller.call(snapshot.listAll, args, options).catch(orGone);
  const current = await caller.call(snapshot.current, args, options).catch(orGone);
  const known = facts.snapshots.map(s => `${s.ref.name}${s.current ? ' (current)' : ''}`);
  const now = (refs ?? []).map(ref => `${ref.name}${ref.name === current?.name ? ' (current)' : ''}`);
  return known.toSorted().join('\n') === now.toSorted().join('\n');
}

/** One domain, whole; null when it is gone. */
export async function readOneDomain(
  caller: Caller,
  ref: DomainRef,
  { seen, options }: { seen: Seen; options: CallOptions },
): Promise<DomainFacts | null> {
  const args = { domain: ref, flags: 0 };
  try {
    const now = await caller.call(domain.lookupByUuid, { uuid: ref.uuid }, options);
    const [xml, state, persistent, hasSavedState, snapshots] = await Promise.all([
      caller.call(domain.getXml, args, options),
      caller.call(domain.getState, args, options),
      caller.call(domain.isPersistent, { domain: ref }, options),
      caller.call(domain.hasManagedSave, args, options),
      readSnapshots(caller, ref, options),
    ]);
    const autostart = persistent && (await caller.call(domain.getAutostart, { domain: ref }, options));
    return {
      ...seen,
      ref: now,
      state,
      definition: readDomain(xml),
      persistent,
      autostart,
      hasSavedState,
      snapshots,
    };
  } catch (error) {
    return orGone(error);
  }
}

/** What tells of all domains in a handful of calls, whatever their number. */
export interface DomainOverview {
  refs: Map<string, DomainRef>;
  states: Map<string, DomainState>;
  autostart: Set<string>;
  persistent: Set<string>;
  saved: Set<string>;
  withSnapshots: Set<string>;
}

export async function readOverview(caller: Caller, options: CallOptions): Promise<DomainOverview> {
  const list = (flags: number) => caller.call(connect.listAllDomains, { flags }, options);
  const uuids = async (flags: number) => new Set((await list(flags)).map(ref => ref.uuid));
  const [refs, stats, autostart, persistent, saved, withSnapshots] = await Promise.all([
    list(0),
    caller.call(connect.getAllDomainStats, { domains: [], stats: statsGroups.state, flags: 0 }, options),
    uuids(listDomainsFlags.autostart),
    uuids(listDomainsFlags.persistent),
    uuids(listDomainsFlags.managedSave),
    uuids(listDomainsFlags.hasSnapshot),
  ]);
  const states = new Map<string, DomainState>();
  for (const { domain: ref, params } of stats) {
    states.set(ref.uuid, {
      state: Number(params.get('state.state') ?? 0),
      reason: Number(params.get('state.reason') ?? 0),
    });
  }
  return {
    refs: new Map(refs.map(ref => [ref.uuid, ref])),
    states,
    autostart,
    persistent,
    saved,
    withSnapshots,
  };
}

/** All domains: the overview, and one description each. */
export async function readAllDomains(
  caller: Caller,
  seen: Seen,
  options: CallOptions,
): Promise<Map<string, DomainFacts>> {
  const overview = await readOverview(caller, options);
  const facts = new Map<string, DomainFacts>();
  await Promise.all(
    [...overview.refs.values()].map(async ref => {
      const { uuid } = ref;
      const xml = await caller.call(domain.getXml, { domain: ref, flags: 0 }, options).catch(orGone);
      const state = overview.states.get(uuid);
      if (xml === null || !state) return;
      const snapshots = overview.withSnapshots.has(uuid)
        ? await readSnapshots(caller, ref, options).catch(orGone)
        : [];
      facts.set(uuid, {
        ...seen,
        ref,
        state,
        definition: readDomain(xml),
        persistent: overview.persistent.has(uuid),
        autostart: overview.autostart.has(uuid),
        hasSavedState: overview.saved.has(uuid),
        snapshots: snapshots ?? [],
      });
    }),
  );
  return facts;
}
