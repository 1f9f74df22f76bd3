import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startChild } from '../harness/child.ts';
import { compare } from '../harness/compare.ts';
import type { Figure, Target } from '../harness/figure.ts';
import { freePort } from '../harness/free-port.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { median } from '../harness/statistics.ts';
import type { PushLatencies, SyncCost } from '../instrument/vcenter-client.ts';
import { type Benchmark, skip } from './benchmark.ts';

const run = promisify(execFile);
const script = resolve(import.meta.dirname, '../../labs/vsphere/vsphere-lab');
const client = resolve(import.meta.dirname, '../instrument/vcenter-client.ts');

/** Machines in each of the lab's sizes. */
const sizes = { large: 2_000, xlarge: 10_000 } as const;
type Size = keyof typeof sizes;
/** Changes whose way is timed in one run. */
const changes = 20;
/** What may keep the event loop from its turn (DESIGN §2). */
const blockMs = 15;

/** A vCenter of the benchmark's own, beside any lab that somebody works with. */
async function openLab(size: Size): Promise<{ settings: string; down: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'orrery-bench-vsphere-'));
  const port = await freePort();
  const env = { ...process.env, VSPHERE_LAB_RUN: dir, VSPHERE_LAB_PORT: String(port) };
  const down = async () => {
    await run(script, ['down'], { env });
    await rm(dir, { recursive: true, force: true });
  };
  try {
    progress(`vsphere-sync: a vCenter with ${sizes[size]} machines`);
    await run(script, ['up', size], { env, timeout: 300_000 });
    const settings = JSON.stringify({
      kind: 'vsphere',
      url: `https://127.0.0.1:${port}/sdk`,
      username: 'administrator@vsphere.local',
      password: process.env.VSPHERE_LAB_PASSWORD ?? 'VMware1!',
      tls: { ca: await readFile(join(dir, 'ca.pem'), 'utf8') },
    });
    return { settings, down };
  } catch (error) {
    await down();
    throw error;
  }
}

/** In a process of its own, so that its memory and its event loop are nobody else's. */
async function latencies(settings: string): Promise<PushLatencies> {
  const child = startChild(client, { env: { BENCH_VSPHERE: settings } });
  try {
    return await child.ask<PushLatencies>('latencies', changes);
  } finally {
    await child.stop();
  }
}

/** The second picture of a process: compilers are warm then. Its memory is that of the first. */
async function sync(settings: string, side: 'ours' | 'bare'): Promise<SyncCost> {
  const child = startChild(client, { env: { BENCH_VSPHERE: settings } });
  try {
    const { peakRssBytes } = await child.ask<SyncCost>(side);
    return { ...(await child.ask<SyncCost>(side)), peakRssBytes };
  } finally {
    await child.stop();
  }
}

async function syncs(
  size: Size,
  settings: string,
  runs: number,
): Promise<{ ours: SyncCost[]; bare: SyncCost[] }> {
  const found = { ours: [] as SyncCost[], bare: [] as SyncCost[] };
  for (let round = 0; round < runs; round += 1) {
    const [ours, bare] = [await sync(settings, 'ours'), await sync(settings, 'bare')];
    if (ours.instances !== sizes[size] || bare.instances !== sizes[size])
      throw new Error(`ours has ${ours.instances} machines, the bare fetch ${bare.instances}`);
    found.ours.push(ours);
    found.bare.push(bare);
    progress(`vsphere-sync ${size}: ours ${JSON.stringify(ours)}, bare ${JSON.stringify(bare)}`);
  }
  return found;
}

const rows: readonly {
  what: string;
  unit: string;
  of: (cost: SyncCost) => number;
  target: Target | null;
}[] = [
  { what: 'all instances listed', unit: 'ms', of: c => c.listedMs, target: null },
  { what: 'with disks and interfaces', unit: 'ms', of: c => c.wholeMs, target: null },
  { what: 'bytes received', unit: 'MB', of: c => c.bytesIn / 1e6, target: null },
  { what: 'peak memory of the process', unit: 'MB', of: c => c.peakRssBytes / 1e6, target: null },
  {
    what: 'most computing between two turns of the event loop',
    unit: 'ms',
    of: c => c.longestBlockMs,
    target: { text: `<= ${blockMs} ms (DESIGN §2)`, met: ({ ours }) => ours <= blockMs },
  },
  { what: 'longest between two turns by the clock', unit: 'ms', of: c => c.longestWaitMs, target: null },
];

function syncFigures(size: Size, { ours, bare }: { ours: SyncCost[]; bare: SyncCost[] }): Figure[] {
  return rows.map(({ what, unit, of, target }) =>
    compare({
      what: `vSphere first sync, ${sizes[size]} machines: ${what}`,
      unit,
      n: 1,
      ours: ours.map(of),
      reference: bare.map(of),
      target,
      notes: [
        'beside: the same properties in two unpaged calls, read with the same parser where they arrive',
      ],
    }),
  );
}

async function pushFigure(settings: string, runs: number): Promise<Figure> {
  const found: PushLatencies[] = [];
  for (let round = 0; round < runs; round += 1) found.push(await latencies(settings));
  return compare({
    what: `vSphere change at the vCenter to the sink, ${sizes.large} machines, p50`,
    n: changes,
    ours: found.map(f => median(f.ours)),
    reference: found.map(f => median(f.floor)),
    target: null,
    notes: ['beside: a collector that watches only that one property; the lab batches every 250 ms'],
  });
}

async function bySize(size: Size, options: Options): Promise<Figure[]> {
  const { settings, down } = await openLab(size);
  try {
    const figures = syncFigures(size, await syncs(size, settings, options.runs));
    return size === 'large' ? [...figures, await pushFigure(settings, options.runs)] : figures;
  } finally {
    await down();
  }
}

export const vsphereSync: Benchmark = {
  name: 'vsphere-sync',
  about:
    'First picture of 2,000 and 10,000 machines of a vCenter, and the way of a change, beside a bare client',
  run: async options => {
    if (!existsSync('/usr/bin/go') || !existsSync('/usr/share/gocode/src/github.com/vmware/govmomi'))
      return skip('vsphere-sync', 'The vSphere lab is not installed: run e2e/labs/vsphere/vsphere-lab build');
    return {
      figures: [...(await bySize('large', options)), ...(await bySize('xlarge', options))],
      skipped: [],
    };
  },
};
