import type { Benchmark } from './benchmark.ts';
import { dockerWatch } from './docker-watch.ts';
import { eventToFrame } from './event-to-frame.ts';
import { fanOut } from './fan-out.ts';
import { firstRows } from './first-rows.ts';
import { idleCost } from './idle-cost.ts';
import { isolation } from './isolation.ts';
import { libvirtStats } from './libvirt-stats.ts';
import { loadView } from './load-view.ts';
import { restartBenchmark } from './restart.ts';
import { tableWork } from './table-work.ts';
import { viewers } from './viewers.ts';
import { vsphereSync } from './vsphere-sync.ts';
import { wallBytes } from './wall-bytes.ts';

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  eventToFrame,
  firstRows,
  tableWork,
  loadView,
  fanOut,
  wallBytes,
  viewers,
  restartBenchmark,
  idleCost,
  libvirtStats,
  vsphereSync,
  dockerWatch,
  isolation,
];
