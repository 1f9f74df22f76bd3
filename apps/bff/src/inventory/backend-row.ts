import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import { capabilities, type CapabilityTable } from '@orrery/contract/capabilities.ts';
import type { Backend, BackendPart } from '@orrery/contract/resources/backend.ts';
import { ownMeans } from './own-means.ts';
import { noActions } from './resource-row.ts';

/** What is known of a backend before it is connected. */
export interface BackendIdentity {
  id: string;
  name: string;
  kind: BackendKind;
  origin: Backend['origin'];
  demo: boolean;
  promiseSeconds: number;
}

export interface BackendState {
  identity: BackendIdentity;
  parts: readonly BackendPart[];
  /** Why there is no provider at all; null when there is one. */
  broken: string | null;
  version: string | null;
  address: string | null;
  capabilities: CapabilityTable | undefined;
  hostCount: number;
  instanceCount: number;
  now: string;
}

export function backendRow(state: BackendState): Backend {
  const { identity, parts } = state;
  const status = statusOf(state);
  const latencies = parts.flatMap(p => (p.latencyMs === null ? [] : [p.latencyMs]));
  return {
    id: identity.id,
    kind: 'backend',
    backend: identity.id,
    name: identity.name,
    project: null,
    asOf: state.now,
    source: 'derived',
    stale: status === 'down',
    actions: noActions,
    status,
    reason: reasonOf(state),
    backendKind: identity.kind,
    origin: identity.origin,
    demo: identity.demo,
    address: state.address ?? onlyAddress(parts),
    version: state.version,
    latencyMs: latencies.length > 0 ? Math.max(...latencies) : null,
    lastSeenAt: latest(parts),
    partCount: parts.length,
    partsUp: parts.filter(p => p.status === 'up').length,
    parts: [...parts],
    capabilities: capabilityStates(state.capabilities),
    hostCount: state.hostCount,
    instanceCount: state.instanceCount,
    promiseSeconds: identity.promiseSeconds,
  };
}

function statusOf({ broken, parts }: BackendState): Backend['status'] {
  if (broken !== null) return 'down';
  const up = parts.filter(p => p.status === 'up').length;
  if (up > 0) return up === parts.length ? 'up' : 'degraded';
  return parts.length > 0 && parts.every(p => p.status === 'down') ? 'down' : 'connecting';
}

function reasonOf({ broken, parts }: BackendState): string | null {
  if (broken !== null) return broken;
  const bad = parts.filter(p => p.status === 'down');
  const [first] = bad;
  if (first === undefined) return null;
  const reason = `${first.name}: ${first.reason ?? 'no connection'}`;
  return bad.length === 1 ? reason : `${reason}, and ${bad.length - 1} more`;
}

const onlyAddress = (parts: readonly BackendPart[]): string | null =>
  parts.length === 1 ? (parts[0]?.address ?? null) : null;

function latest(parts: readonly BackendPart[]): string | null {
  return parts.reduce<string | null>((newest, { lastSeenAt }) => {
    if (lastSeenAt === null) return newest;
    return newest === null || lastSeenAt > newest ? lastSeenAt : newest;
  }, null);
}

function capabilityStates(table: CapabilityTable | undefined): Backend['capabilities'] {
  if (table === undefined) return [];
  return capabilities.map(name => {
    const able = table[name];
    if (able === true) return { name, supported: true };
    const own = ownMeans(name, table);
    if (own !== null) return { name, supported: true, reason: own };
    return { name, supported: false, code: 'capability.missing', reason: able };
  });
}
