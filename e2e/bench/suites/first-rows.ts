import { bffMissing, type RunningBff, settled, startBff, webMissing } from '../harness/bff.ts';
import { chromiumMissing, launchBrowser, openPage } from '../harness/chromium.ts';
import { compare } from '../harness/compare.ts';
import type { Figure } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { median } from '../harness/statistics.ts';
import { pause, until } from '../harness/wait.ts';
import { type Benchmark, skip } from './benchmark.ts';
import { instancesPath } from './event-to-frame.ts';

interface Load {
  /** Navigation start to the frame with the first rows. */
  milliseconds: number;
  socketBytes: number;
  fileBytes: number;
}

const deadlineMs = 60_000;
/** Frames of the socket that follow the first rows at once still belong to opening the page. */
const bytesSettleMs = 1_000;

async function load(bff: RunningBff): Promise<Load> {
  const browser = await launchBrowser();
  try {
    const open = await openPage(browser, 'about:blank', bff.cookies);
    const bytes = { socketBytes: 0, fileBytes: 0 };
    const session = await open.page.context().newCDPSession(open.page);
    await session.send('Network.enable');
    session.on('Network.webSocketFrameReceived', event => {
      bytes.socketBytes += event.response.payloadData.length;
    });
    session.on('Network.loadingFinished', event => {
      bytes.fileBytes += event.encodedDataLength;
    });
    await open.page.goto(`${bff.url}${instancesPath}`);
    const [first] = await until('the first rows', deadlineMs, async () => {
      const painted = await open.painted();
      return painted.length > 0 && painted;
    });
    await pause(bytesSettleMs);
    return { milliseconds: first?.sinceNavigation ?? Number.NaN, ...bytes };
  } finally {
    await browser.close();
  }
}

async function loadAll(sizes: number[], options: Options): Promise<Map<number, Load[]>> {
  const bffs = new Map<number, RunningBff>();
  const loads = new Map<number, Load[]>(sizes.map(size => [size, []]));
  try {
    for (const size of sizes) bffs.set(size, await startBff({ instances: size, changesPerSecond: 0 }));
    for (const [size, bff] of bffs) await settled(bff, size);
    for (let run = 0; run < (options.quick ? 3 : Math.max(5, options.runs)); run += 1)
      for (const [size, bff] of bffs) {
        const one = await load(bff);
        loads.get(size)?.push(one);
        progress(
          `first-rows: ${size} instances in ${Math.round(one.milliseconds)} ms, ${one.socketBytes} B by socket`,
        );
      }
    return loads;
  } finally {
    for (const bff of bffs.values()) await bff.dispose();
  }
}

function figures(loads: Map<number, Load[]>): Figure[] {
  const sizes = [...loads.keys()];
  const smallest = sizes[0];
  const base = smallest === undefined ? [] : (loads.get(smallest) ?? []);
  return sizes.flatMap(size => {
    const found = loads.get(size) ?? [];
    const isBase = size === smallest;
    return [
      compare({
        what: `P3 first rows painted, ${size} instances${isBase ? '' : `, beside ${smallest}`}`,
        n: 1,
        ours: found.map(one => one.milliseconds),
        ...(isBase ? {} : { reference: base.map(one => one.milliseconds) }),
        target: {
          text: isBase ? '<= 300 ms' : '<= 300 ms and <= 1.3 x the smallest fleet',
          met: figure => figure.ours <= 300 && (figure.ratio ?? 1) <= 1.3,
        },
        notes: [
          'Cold profile, new browser process each; from navigation start, so the application itself is loaded and compiled in it',
          `files: ${Math.round(median(found.map(one => one.fileBytes)) / 1024)} kB over the network`,
        ],
      }),
      compare({
        what: `P3 bytes by socket until the first rows stand, ${size} instances`,
        unit: 'kB',
        n: 1,
        ours: found.map(one => one.socketBytes / 1024),
        target: { text: '<= 500 kB', met: figure => figure.ours <= 500 },
      }),
    ];
  });
}

export const firstRows: Benchmark = {
  name: 'first-rows',
  about: 'P3: cold start of the page to the first rows, and its bytes, independent of the size of the fleet',
  run: async options => {
    const missing = bffMissing() ?? webMissing() ?? chromiumMissing();
    if (missing !== null) return skip('first-rows', missing);
    const sizes = options.sizes.map(size => (size === 20_000 ? 10_000 : size));
    return { figures: figures(await loadAll(sizes, options)), skipped: [] };
  },
};
