import type { AddressInfo } from 'node:net';
import type { Browser } from '@playwright/test';
import { bffMissing, type RunningBff, settled, startBff, webMissing } from '../harness/bff.ts';
import { type Child, startChild } from '../harness/child.ts';
import { chromiumMissing, launchBrowser, type OpenPage, openPage } from '../harness/chromium.ts';
import { compare } from '../harness/compare.ts';
import type { Figure, Target } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { percentile } from '../harness/statistics.ts';
import { pause, until } from '../harness/wait.ts';
import { type Benchmark, skip } from './benchmark.ts';

const changesPerSecond = 200;
const stampsPerSecond = 10;
/** The table as people open it, sorted so that the stamped row is the first. */
export const instancesPath = '/instances?sort=name';
const firstRowsDeadlineMs = 60_000;
/** After the first rows: fonts, idle work of the page, the first metrics round. */
const settleMs = 1_500;

interface Side {
  name: string;
  open: OpenPage;
  stamp: (seconds: number) => Promise<number>;
  p50: number[];
  p99: number[];
  painted: number;
  sent: number;
}

async function measure(side: Side, seconds: number): Promise<void> {
  await side.open.painted();
  const sent = await side.stamp(seconds);
  await pause(1_000);
  const painted = await side.open.painted();
  const latencies = painted.map(stamp => stamp.painted - stamp.sent);
  side.p50.push(percentile(latencies, 50));
  side.p99.push(percentile(latencies, 99));
  side.painted += painted.length;
  side.sent += sent;
  progress(
    `${side.name}: ${painted.length}/${sent} painted, p50 ${side.p50.at(-1)}, p99 ${side.p99.at(-1)} ms`,
  );
}

/** Measured in a tab of its own that is in front while it is measured: a hidden tab paints nothing. */
async function interleave(sides: Side[], options: Options): Promise<void> {
  const seconds = options.quick ? 5 : 10;
  for (let run = 0; run <= options.runs; run += 1)
    for (const side of sides) {
      await side.open.page.bringToFront();
      await measure(side, run === 0 ? 2 : seconds);
      if (run === 0) Object.assign(side, { p50: [], p99: [], painted: 0, sent: 0 });
    }
}

const side = (name: string, open: OpenPage, stamp: Side['stamp']): Side => ({
  name,
  open,
  stamp,
  p50: [],
  p99: [],
  painted: 0,
  sent: 0,
});

async function openOurs(browser: Browser, bff: RunningBff): Promise<Side> {
  const open = await openPage(browser, `${bff.url}${instancesPath}`, bff.cookies);
  await until('the first rows', firstRowsDeadlineMs, async () => (await open.painted()).length > 0);
  return side('ours', open, seconds =>
    bff.child.ask<number>('stamp', { perSecond: stampsPerSecond, seconds }),
  );
}

async function openBare(browser: Browser, bare: Child, rows: number): Promise<Side> {
  const { port } = await bare.ask<AddressInfo>('listen');
  const open = await openPage(browser, `http://127.0.0.1:${port}/`);
  return side('bare ws page', open, seconds =>
    bare.ask<number>('stamp', { perSecond: stampsPerSecond, seconds, rows, changesPerSecond }),
  );
}

const p50Target: Target = {
  text: 'p50 <= 30 ms and <= 2 x a bare ws page',
  met: figure => figure.ours <= 30 && (figure.ratio ?? Number.POSITIVE_INFINITY) <= 2,
};
const p99Target: Target = {
  text: 'p99 <= 120 ms and <= 2 x a bare ws page',
  met: figure => figure.ours <= 120 && (figure.ratio ?? Number.POSITIVE_INFINITY) <= 2,
};

function figures(rows: number, ours: Side, bare: Side): Figure[] {
  const what = `P1 event to painted frame, ${rows} instances, ${changesPerSecond} changes/s`;
  const shared = { n: Math.round(ours.sent / ours.p50.length), notes: [] };
  const lost = ours.sent - ours.painted;
  const coalesced =
    lost > 0 ? [`${lost} of ${ours.sent} stamps were overtaken by the next before a frame`] : [];
  return [
    compare({
      ...shared,
      what: `${what}, p50`,
      ours: ours.p50,
      reference: bare.p50,
      target: p50Target,
      notes: coalesced,
    }),
    compare({ ...shared, what: `${what}, p99`, ours: ours.p99, reference: bare.p99, target: p99Target }),
  ];
}

async function runSize(rows: number, options: Options): Promise<Figure[]> {
  const bff = await startBff({ instances: rows, changesPerSecond });
  const bare = startChild(new URL('../reference/bare-page-server.ts', import.meta.url).pathname);
  const browser = await launchBrowser();
  try {
    const sides = [await openOurs(browser, bff), await openBare(browser, bare, rows)] as const;
    await settled(bff, rows);
    await pause(settleMs);
    await interleave([...sides], options);
    return figures(rows, ...sides);
  } finally {
    await browser.close();
    await bare.stop(2_000);
    await bff.dispose();
  }
}

export const eventToFrame: Benchmark = {
  name: 'event-to-frame',
  about: 'P1: a change at the adapter to the frame that shows it, beside a bare ws page',
  run: async options => {
    const missing = bffMissing() ?? webMissing() ?? chromiumMissing();
    if (missing !== null) return skip('event-to-frame', missing);
    const found: Figure[] = [];
    for (const rows of options.sizes) {
      progress(`event-to-frame: ${rows} instances`);
      found.push(...(await runSize(rows, options)));
    }
    return { figures: found, skipped: [] };
  },
};
