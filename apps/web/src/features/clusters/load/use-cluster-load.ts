import { realtimeLimits, type Sketch } from '@orrery/contract/realtime/messages.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useEffect, useMemo, useState } from 'react';
import { live } from '../../../api/live.ts';
import {
  hostFields,
  hostSketch,
  instanceFieldsFor,
  instanceSketch,
  isFlow,
  type LoadHost,
  type LoadInstance,
} from './load-rows.ts';
import type { Measure } from './measure.ts';

export interface ClusterLoad {
  /** What can be measured by it: its rows have no figures of another flow. */
  measure: Measure;
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

const nothing: ClusterLoad = { measure: 'cpu', hosts: [], instances: [], ready: false, left: 0 };

/**
 * Hosts of a cluster with all its running instances, live for as long as it is shown. Another flow has to be asked for:
 * until it is there, what was shown before stays.
 */
export function useClusterLoad(cluster: string, measure: Measure): ClusterLoad {
  const [load, setLoad] = useState(nothing);
  const asked = isFlow(measure) ? measure : 'cpu';
  useEffect(() => watch(cluster, asked, setLoad), [cluster, asked]);
  // The same object until figures come: the picture is laid out anew with it.
  return useMemo(() => (isFlow(measure) ? load : { ...load, measure }), [load, measure]);
}

function watch(cluster: string, measure: Measure, show: (load: ClusterLoad) => void): () => void {
  const q = `cluster:${quoteIfNeeded(cluster)}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(draw, complete() ? drawEveryMs : 50);
  };
  const hosts = windowed('host', {
    q,
    sort: 'name',
    fields: hostFields,
    sketch: hostSketch,
    most: mostHostWindows,
    changed: soon,
  });
  // By load it would turn over with each figure.
  const instances = windowed('instance', {
    q: `${q} !power:stopped`,
    sort: 'host,name',
    fields: instanceFieldsFor(measure),
    sketch: instanceSketch,
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
    show({ measure, hosts: hosts.rows(), instances: instances.rows(), ready: true, left: instances.left() });
  };
  return () => {
    clearTimeout(timer);
    hosts.close();
    instances.close();
  };
}

type WindowedOptions = {
  q: string;
  sort: string;
  fields: readonly string[];
  sketch: Sketch;
  most: number;
  changed: () => void;
};

/** All rows of a query, in as many windows as it takes. */
function windowed<K extends 'host' | 'instance'>(topic: K, { most, changed, ...query }: WindowedOptions) {
  const open = (index: number) => {
    const rows = live.rows({ topic, ...query });
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
