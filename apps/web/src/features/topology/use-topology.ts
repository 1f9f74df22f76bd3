import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import { realtimeLimits } from '@orrery/contract/realtime/messages.ts';
import { useMemo } from 'react';
import { useLiveList } from '../../api/live-rows.ts';
import { type Graph, graphOf } from './graph.ts';

export interface Topology {
  graph: Graph;
  /** As they are now; the graph changes only when something hangs elsewhere. */
  instances: ReadonlyMap<string, Instance>;
  /** Of all that match, also where that is more than is drawn. */
  total: number;
  ready: boolean;
  error: Error | undefined;
}

const { maxWindow } = realtimeLimits;

/** The instances that match and the networks they hang on; without a query also the networks with nothing on them. */
export function useTopology(q: string): Topology {
  const instances = useLiveList('instance', { q, limit: maxWindow });
  const networks = useLiveList('network', { limit: maxWindow });
  const told = instances.rows.map(placed).join('\n');
  const known = networks.rows.map(drawn).join('\n');
  const graph = useMemo(
    () => graphOf(networks.rows, instances.rows),
    // Load figures come each second and place nothing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [told, known],
  );
  return {
    graph: q === '' ? graph : { ...graph, empty: [] },
    instances: new Map(instances.rows.map(row => [row.id, row])),
    total: instances.total,
    ready: instances.ready && networks.ready,
    error: instances.error ?? networks.error,
  };
}

/** What decides where an instance is drawn. */
const placed = ({ id, name, hostName, networks, interfaces }: Instance) =>
  [id, name, hostName, ...networks, ...interfaces.map(i => i.network ?? i.networkName)].join(' ');

const drawn = ({ id, name, status, type, cidrs, stale }: Network) =>
  [id, name, status, type, stale, ...cidrs].join(' ');
