import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { realtimeLimits } from '@orrery/contract/realtime/messages.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useEffect, useState } from 'react';
import { live } from '../../../api/live.ts';

export interface ClusterLoad {
  hosts: readonly Host[];
  instances: readonly Instance[];
  ready: boolean;
  /** More instances than are drawn. */
  left: number;
}

/** Drawn anew this often at most: the figures themselves come about once a second. */
const drawEveryMs = 500;
/** So many windows at most, of those that a connection may have. */
const mostWindows = 8;
const { maxWindow } = realtimeLimits;

const nothing: ClusterLoad = { hosts: [], instances: [], ready: false, left: 0 };

/** Hosts of a cluster with all its running instances, live for as long as it is shown. */
export function useClusterLoad(cluster: string): ClusterLoad {
  const [load, setLoad] = useState(nothing);
  useEffect(() => watch(cluster, setLoad), [cluster]);
  return load;
}

function watch(cluster: string, show: (load: ClusterLoad) => void): () => void {
  const q = `cluster:${quoteIfNeeded(cluster)}`;
  const hosts = live.rows({ topic: 'host', q, sort: 'name' });
  const windows: ReturnType<typeof open>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    timer = undefined;
    const total = windows[0]?.getSnapshot().total ?? 0;
    const wanted = Math.min(mostWindows, Math.max(1, Math.ceil(total / maxWindow)));
    while (windows.length < wanted) windows.push(open(windows.length));
    const instances = windows.flatMap(held);
    show({
      hosts: held(hosts),
      instances,
      ready: hosts.getSnapshot().loaded && windows.every(rows => rows.getSnapshot().loaded),
      left: Math.max(0, total - wanted * maxWindow),
    });
  };
  const soon = () => {
    timer ??= setTimeout(draw, drawEveryMs);
  };
  const open = (index: number) => {
    // By name: a list by load would turn over with each figure.
    const rows = live.rows({ topic: 'instance', q: `${q} !power:stopped`, sort: 'name' });
    rows.subscribe(soon);
    rows.setWindow({ offset: index * maxWindow, limit: maxWindow });
    return rows;
  };
  hosts.subscribe(soon);
  hosts.setWindow({ offset: 0, limit: maxWindow });
  windows.push(open(0));
  return () => {
    clearTimeout(timer);
    hosts.close();
    for (const rows of windows) rows.close();
  };
}

interface Held<R> {
  getSnapshot: () => { order: readonly string[] };
  row: (id: string) => R | undefined;
}

const held = <R>({ getSnapshot, row }: Held<R>): R[] => getSnapshot().order.flatMap(id => row(id) ?? []);
