import { realtimeLimits } from '@orrery/contract/realtime/messages.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useEffect, useState } from 'react';
import { live } from '../../../api/live.ts';
import { hostFields, instanceFields, type LoadHost, type LoadInstance } from './load-rows.ts';

export interface ClusterLoad {
  hosts: readonly LoadHost[];
  instances: readonly LoadInstance[];
  ready: boolean;
  /** More instances than are drawn. */
  left: number;
}

/** Drawn anew this often at most: the figures themselves come about once a second. */
const drawEveryMs = 1000;
/** Windows of a connection are limited; the frame and the moves need some of them. */
const mostInstanceWindows = Math.min(42, realtimeLimits.maxSubscriptions - 12);
const mostHostWindows = 4;
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(draw, complete() ? drawEveryMs : 50);
  };
  const hosts = windowed('host', { q, fields: hostFields, most: mostHostWindows, changed: soon });
  // By name: a list by load would turn over with each figure.
  const instances = windowed('instance', {
    q: `${q} !power:stopped`,
    fields: instanceFields,
    most: mostInstanceWindows,
    changed: soon,
  });
  let shown = false;
  const complete = () => shown;
  const draw = () => {
    timer = undefined;
    hosts.grow();
    instances.grow();
    const ready = hosts.loaded() && instances.loaded();
    // The first picture is whole; a window that opens later does not take it away again.
    if (!ready && !shown) return;
    shown = true;
    show({ hosts: hosts.rows(), instances: instances.rows(), ready: true, left: instances.left() });
  };
  return () => {
    clearTimeout(timer);
    hosts.close();
    instances.close();
  };
}

type WindowedOptions = {
  q: string;
  fields: readonly string[];
  most: number;
  changed: () => void;
};

/** All rows of a query, in as many windows as it takes. */
function windowed<K extends 'host' | 'instance'>(topic: K, { q, fields, most, changed }: WindowedOptions) {
  const open = (index: number) => {
    const rows = live.rows({ topic, q, sort: 'name', fields });
    rows.subscribe(changed);
    rows.setWindow({ offset: index * maxWindow, limit: maxWindow });
    return rows;
  };
  const windows = [open(0)];
  const total = () => windows[0]?.getSnapshot().total ?? 0;
  return {
    grow: () => {
      const wanted = Math.min(most, Math.max(1, Math.ceil(total() / maxWindow)));
      while (windows.length < wanted) windows.push(open(windows.length));
    },
    loaded: () => windows.every(rows => rows.getSnapshot().loaded),
    rows: () => windows.flatMap(({ getSnapshot, row }) => getSnapshot().order.flatMap(id => row(id) ?? [])),
    left: () => Math.max(0, total() - windows.length * maxWindow),
    close: () => {
      for (const rows of windows) rows.close();
    },
  };
}
