import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { markOf } from '../map/mark.ts';
import type { AlarmFacts, RecommendationFacts } from '../map/warnings.ts';
import type { Scene } from './scene.ts';

const place = (
  { backend }: Scene,
  known: { native: string; name: string } | undefined,
): { id: string | null; name: string | null } => ({
  id: known ? idOf(backend, known.native) : null,
  name: known?.name ?? null,
});

export function renderRecommendation(scene: Scene, one: RecommendationFacts): Reported<'recommendation'> {
  const { backend, store } = scene;
  const cluster = place(scene, store.clusters.get(`${one.cluster.type}:${one.cluster.value}`));
  const instance = place(scene, one.vm ? store.vmOf(one.vm) : undefined);
  const from = place(scene, store.host(one.from));
  const to = place(scene, store.host(one.to));
  return {
    id: idOf(backend, one.native),
    kind: 'recommendation',
    backend,
    name: instance.name ?? from.name ?? cluster.name ?? one.key,
    project: null,
    ...one.seen,
    status: one.applying ? 'applying' : 'open',
    madeBy: 'backend',
    action: one.action,
    steps: one.steps,
    cluster: cluster.id,
    clusterName: cluster.name,
    instance: instance.id,
    instanceName: instance.name,
    fromHost: from.id,
    fromHostName: from.name,
    toHost: to.id,
    toHostName: to.name,
    priority: one.priority,
    cause: one.cause,
    reason: one.reason,
    warning: one.warning,
    // DRS keeps to itself what it hopes for, and until when.
    gain: null,
    createdAt: one.createdAt,
    expiresAt: null,
  };
}

interface Target {
  kind: Alarm['targetKind'];
  native: string | null;
  name: string | null;
  project: string | null;
}

function targetOf({ store, keys }: Scene, ref: MoRef): Target {
  const key = `${ref.type}:${ref.value}`;
  const vm = store.vmOf(ref);
  if (vm && !vm.template)
    return { kind: 'instance', native: vm.native, name: vm.name, project: markOf(vm, keys).project };
  const shelves = [
    ['host', store.hosts],
    ['cluster', store.clusters],
    ['storage-pool', store.datastores],
    ['network', store.networks],
  ] as const;
  for (const [kind, shelf] of shelves) {
    const known = shelf.get(key);
    if (known) return { kind, native: known.native, name: known.name, project: null };
  }
  return { kind: 'other', native: null, name: vm?.name ?? null, project: null };
}

export function renderAlarm(scene: Scene, alarm: AlarmFacts): Reported<'alarm'> {
  const { backend } = scene;
  const target = targetOf(scene, alarm.entity);
  return {
    id: idOf(backend, alarm.native),
    kind: 'alarm',
    backend,
    name: alarm.name,
    project: target.project,
    ...alarm.seen,
    status: alarm.acknowledged ? 'acknowledged' : 'raised',
    severity: alarm.severity,
    madeBy: 'backend',
    description: alarm.description === '' ? null : alarm.description,
    targetKind: target.kind,
    target: target.native === null ? null : idOf(backend, target.native),
    targetName: target.name,
    raisedAt: alarm.raisedAt,
    acknowledgedAt: alarm.acknowledgedAt,
    acknowledgedBy: alarm.acknowledgedBy,
  };
}
