import { type Toxic, toxics } from '../../support/toxic-tcp.ts';
import { bffMissing, type RunningBff, settled, startBff, webMissing } from '../harness/bff.ts';
import { chromiumMissing, launchBrowser, type OpenPage, openPage } from '../harness/chromium.ts';
import { compare } from '../harness/compare.ts';
import type { Figure, Outcome, Skipped, Target } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { percentile } from '../harness/statistics.ts';
import { pause, until } from '../harness/wait.ts';
import type { Benchmark } from './benchmark.ts';
import { instancesPath } from './event-to-frame.ts';
import { type ProxiedBackend, proxiedBackends } from './isolation-labs.ts';

const instances = 1_000;
const stampsPerSecond = 20;
/** A toxic works so long before it is measured, and so long after it is healed. */
const takesEffectMs = 3_000;
const staleDeadlineMs = 40_000;
const healDeadlineMs = 60_000;
const firstRowsDeadlineMs = 60_000;

const p99Target: Target = {
  text: "R1: the others' p99 with the toxic <= 1.1 x without it",
  met: figure => (figure.ratio ?? Number.POSITIVE_INFINITY) <= 1.1,
};

interface Backend {
  status: string;
}

/** How long a change of another back end takes to its painted frame, by its worst hundredth. */
async function p99(bff: RunningBff, open: OpenPage, seconds: number): Promise<number> {
  await open.painted();
  await bff.child.ask<number>('stamp', { perSecond: stampsPerSecond, seconds });
  await pause(1_000);
  const latencies = (await open.painted()).map(stamp => stamp.painted - stamp.sent);
  return percentile(latencies, 99);
}

const statusOf = async (bff: RunningBff): Promise<string> =>
  (await bff.get<Backend>('/backends/toxic')).status;

/** Toxics that stop everything: what is shown of the back end has to say so. */
const silencing: ReadonlySet<Toxic> = new Set(['timeout', 'down']);

async function poison(bff: RunningBff, { proxies }: ProxiedBackend, toxic: Toxic): Promise<number | null> {
  const began = performance.now();
  await Promise.all(proxies.map(proxy => proxy.become(toxic)));
  if (!silencing.has(toxic)) {
    await pause(takesEffectMs);
    return null;
  }
  await until(
    'the back end to be told as down',
    staleDeadlineMs,
    async () => (await statusOf(bff)) === 'down',
  );
  return performance.now() - began;
}

async function heal(bff: RunningBff, { proxies }: ProxiedBackend): Promise<number> {
  const began = performance.now();
  await Promise.all(proxies.map(proxy => proxy.become(null)));
  await until('the back end to be up again', healDeadlineMs, async () => (await statusOf(bff)) === 'up');
  const took = performance.now() - began;
  await pause(takesEffectMs);
  return took;
}

async function measureToxic(
  side: { bff: RunningBff; open: OpenPage; toxicBackend: ProxiedBackend; options: Options },
  toxic: Toxic,
): Promise<Figure> {
  const { bff, open, toxicBackend, options } = side;
  const seconds = options.quick ? 5 : 10;
  const ours: number[] = [];
  const reference: number[] = [];
  const notes: string[] = [];
  for (let run = 0; run < Math.min(options.runs, 3); run += 1) {
    reference.push(await p99(bff, open, seconds));
    const told = await poison(bff, toxicBackend, toxic);
    ours.push(await p99(bff, open, seconds));
    const healed = await heal(bff, toxicBackend);
    notes.push(
      `${told === null ? '' : `told as down after ${Math.round(told)} ms, `}up ${Math.round(healed)} ms after healing`,
    );
  }
  progress(
    `${toxicBackend.kind}, ${toxic}: p99 ${ours.join(' ')} beside ${reference.join(' ')} ms; ${notes.join('; ')}`,
  );
  const what = `R1 p99 of another back end while ${toxicBackend.kind} has ${toxic}`;
  return compare({ what, n: stampsPerSecond * seconds, ours, reference, target: p99Target, notes });
}

async function measureBackend(toxicBackend: ProxiedBackend, options: Options): Promise<Figure[]> {
  const bff = await startBff({ instances, changesPerSecond: 50, backends: [toxicBackend.backend] });
  const browser = await launchBrowser();
  try {
    // Only the simulated rows: those of the poisoned back end would take places in the window.
    const open = await openPage(browser, `${bff.url}${instancesPath}&q=backend:bench`, bff.cookies);
    await until('the first rows', firstRowsDeadlineMs, async () => (await open.painted()).length > 0);
    await settled(bff, instances);
    await until('the back end to be up', healDeadlineMs, async () => (await statusOf(bff)) === 'up');
    await p99(bff, open, 2);
    const figures: Figure[] = [];
    for (const toxic of toxics) figures.push(await measureToxic({ bff, open, toxicBackend, options }, toxic));
    return figures;
  } finally {
    await browser.close();
    await bff.dispose();
    await Promise.all(toxicBackend.proxies.map(proxy => proxy.cut()));
  }
}

export const isolation: Benchmark = {
  name: 'isolation',
  about: 'R1: what one sick back end costs the others, each toxic on each real back end whose lab is up',
  run: async options => {
    const missing = bffMissing() ?? webMissing() ?? chromiumMissing();
    if (missing !== null) return { figures: [], skipped: [{ benchmark: 'isolation', reason: missing }] };
    const outcome: Outcome = { figures: [], skipped: [] };
    for (const [name, open] of Object.entries(proxiedBackends)) {
      const backend = await open().catch((error: unknown): Skipped => {
        const reason = error instanceof Error ? error.message : String(error);
        return { benchmark: `isolation ${name}`, reason: `its lab is not up: ${reason.slice(0, 200)}` };
      });
      if ('reason' in backend) outcome.skipped.push(backend);
      else outcome.figures.push(...(await measureBackend(backend, options)));
    }
    return outcome;
  },
};
