import { loadavg } from 'node:os';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { bffMissing, type RunningBff, startBff, webMissing } from '../harness/bff.ts';
import { chromiumMissing, launchBrowser, type OpenPage, openPage } from '../harness/chromium.ts';
import { compare } from '../harness/compare.ts';
import type { Figure, Target } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { percentile } from '../harness/statistics.ts';
import { type LongTasks, traced } from '../harness/trace.ts';
import { pause, until } from '../harness/wait.ts';
import type { Usage } from '../instrument/commands.ts';
import { type Benchmark, skip } from './benchmark.ts';

interface Size {
  hosts: number;
  instances: number;
}

/** What the load view is made for, and as far as it goes. */
const sizes: readonly Size[] = [
  { hosts: 64, instances: 2_000 },
  { hosts: 1_000, instances: 20_000 },
];
const backend = 'load';
const deadlineMs = 120_000;
/** First figures, fonts and compiled scripts are not what is measured. */
const calmMs = 6_000;

/** As large as the picture of the load view, cleared in every frame, and nothing else on the page. */
const emptyCanvas = `data:text/html,<!doctype html><canvas width="1180" height="320"></canvas><script>
const context = document.querySelector('canvas').getContext('2d');
const next = () => { context.clearRect(0, 0, 1180, 320); requestAnimationFrame(next); };
requestAnimationFrame(next);</script>`;

interface Watched {
  p50: number;
  p95: number;
  worst: number;
  /** CPU of the page's main thread, milliseconds a second. */
  pageCpu: number;
  /** CPU of the BFF, milliseconds a second. */
  bffCpu: number;
  bytesPerSecond: number;
  framesPerSecond: number;
  long: LongTasks;
}

/** Milliseconds that the page's main thread has computed (`threadTicks`: waiting for a core is not in them). */
async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
}

const bffMs = async (bff: RunningBff): Promise<number> =>
  (await bff.child.ask<Usage>('usage')).cpuMicros / 1_000;

interface Watching {
  browser: Browser;
  bff: RunningBff;
  seconds: number;
}

/** Just looks on: frames, work and bytes while the figures come; then once more for a trace, which costs work itself. */
async function watch(page: Page, { browser, bff, seconds }: Watching): Promise<Watched> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('Network.enable');
  const received = { bytes: 0, frames: 0 };
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    received.bytes += response.payloadData.length;
    received.frames += 1;
  });
  const before = { page: await taskMs(session), bff: await bffMs(bff) };
  const intervals = await framesOf(page, seconds);
  const after = { page: await taskMs(session), bff: await bffMs(bff), ...received };
  const long = await traced(browser, page, () => pause((seconds * 1_000) / 2));
  return {
    p50: percentile(intervals, 50),
    p95: percentile(intervals, 95),
    worst: Math.max(...intervals),
    pageCpu: (after.page - before.page) / seconds,
    bffCpu: (after.bff - before.bff) / seconds,
    bytesPerSecond: after.bytes / seconds,
    framesPerSecond: after.frames / seconds,
    long,
  };
}

const framesOf = (page: Page, seconds: number): Promise<number[]> =>
  page.evaluate(async ms => {
    window.orreryBench.watchFrames();
    await new Promise(resolve => setTimeout(resolve, ms));
    return window.orreryBench.frames().intervals;
  }, seconds * 1_000);

async function openLoadView(browser: Browser, bff: RunningBff): Promise<OpenPage> {
  const { items } = await bff.get<{ items: { id: string }[] }>(`/clusters?q=backend:${backend}`);
  const path = `/clusters/${encodeURIComponent(items[0]?.id ?? '')}?tab=load`;
  const open = await openPage(browser, `${bff.url}${path}`, bff.cookies);
  await until(
    'the picture',
    deadlineMs,
    async () => (await open.page.locator('[role=application] canvas').count()) > 0,
  );
  await pause(calmMs);
  return open;
}

type Samples = Record<'ours' | 'empty', Watched[]>;

async function collect(browser: Browser, bff: RunningBff, options: Options): Promise<Samples> {
  const samples: Samples = { ours: [], empty: [] };
  const seconds = options.quick ? 8 : 20;
  for (let run = 0; run < options.runs; run += 1) {
    // While the empty canvas is watched nobody follows the figures: what the BFF does then is not for the viewer.
    for (const side of ['ours', 'empty'] as const) {
      const open = await (side === 'ours' ? openLoadView(browser, bff) : openPage(browser, emptyCanvas));
      const watched = await watch(open.page, { browser, bff, seconds });
      await open.close();
      samples[side].push(watched);
      progress(`load-view: ${side}, load ${loadavg()[0]?.toFixed(1)}: ${JSON.stringify(watched)}`);
    }
  }
  return samples;
}

const smooth: Target = { text: '<= 1.3 x an empty canvas', met: ({ ratio }) => (ratio ?? 9) <= 1.3 };
const noLongTask: Target = { text: '0 tasks of ours above 50 ms', met: figure => figure.ours === 0 };

function figures({ hosts, instances }: Size, { ours, empty }: Samples): Figure[] {
  const at = `${hosts} hosts, ${instances} instances`;
  // The larger size is told as far as it goes; the smaller one is what is promised.
  const promised = hosts <= 64;
  const pick = (side: Watched[], what: Exclude<keyof Watched, 'long'>) => side.map(one => one[what]);
  const shown = `load average ${loadavg()[0]?.toFixed(1)} at the end`;
  return [
    compare({
      what: `Load view, ${at}: p95 frame, beside an empty canvas`,
      n: 1,
      ours: pick(ours, 'p95'),
      reference: pick(empty, 'p95'),
      target: promised ? smooth : null,
      notes: [
        `p50 ${pick(ours, 'p50').join(', ')} ms`,
        `worst ${Math.max(...pick(ours, 'worst')).toFixed(0)} ms; software rendering`,
        shown,
      ],
    }),
    compare({
      what: `Load view, ${at}: tasks above 50 ms of CPU`,
      unit: 'tasks a run',
      n: 1,
      ours: ours.map(one => one.long.byCpu),
      target: promised ? noLongTask : null,
      notes: [
        `longest ${Math.max(...ours.map(one => one.long.longestCpuMs)).toFixed(0)} ms`,
        JSON.stringify(ours[0]?.long.work),
      ],
    }),
    compare({
      what: `Load view, ${at}: CPU of the page's main thread, beside an empty canvas`,
      unit: 'ms a second',
      n: 1,
      ours: pick(ours, 'pageCpu'),
      reference: pick(empty, 'pageCpu'),
      target: null,
    }),
    compare({
      what: `Load view, ${at}: CPU of the BFF with one viewer, beside none`,
      unit: 'ms a second',
      n: 1,
      ours: pick(ours, 'bffCpu'),
      reference: pick(empty, 'bffCpu'),
      target: null,
      notes: ['The simulator of the fleet is in it on both sides'],
    }),
    compare({
      what: `Load view, ${at}: bytes to one viewer`,
      unit: 'B/s',
      n: 1,
      ours: pick(ours, 'bytesPerSecond'),
      target: null,
      notes: [`${pick(ours, 'framesPerSecond').map(Math.round).join(', ')} messages a second`],
    }),
  ];
}

/** Each instance has new figures about once a second. */
const simulatorOf = ({ hosts, instances }: Size) => ({
  id: backend,
  kind: 'simulator',
  name: 'Load',
  seed: 3,
  clusters: 1,
  // As many as the simulator can be told.
  changesPerSecond: Math.min(10_000, instances),
  hosts,
  instances,
});

async function runSize(size: Size, options: Options): Promise<Figure[]> {
  const bff = await startBff({ instances: 10, changesPerSecond: 0, backends: [simulatorOf(size)] });
  const browser = await launchBrowser();
  try {
    await until(`${size.instances} instances to be listed`, deadlineMs, async () => {
      const { total } = await bff.get<{ total: number }>(`/instances?limit=0&q=backend:${backend}`);
      return total >= size.instances;
    });
    return figures(size, await collect(browser, bff, options));
  } finally {
    await browser.close();
    await bff.dispose();
  }
}

export const loadView: Benchmark = {
  name: 'load-view',
  about:
    'frames, work and bytes of the load view at 64 hosts with 2,000 instances and beyond, beside an empty canvas',
  run: async options => {
    const missing = bffMissing() ?? webMissing() ?? chromiumMissing();
    if (missing !== null) return skip('load-view', missing);
    const found: Figure[] = [];
    for (const size of sizes) found.push(...(await runSize(size, options)));
    return { figures: found, skipped: [] };
  },
};
