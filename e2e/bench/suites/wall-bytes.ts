import { compare } from '../harness/compare.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { pause } from '../harness/wait.ts';
import { startSwarm } from '../swarm/swarm.ts';
import type { Benchmark } from './benchmark.ts';
import { openGateway } from './fan-out-gateway.ts';

const instances = 20_000;
/** 1 % of the rows each second. */
const changesPerSecond = 200;
/** How often Proxmox VE's page asks for everything. */
const pollSeconds = 3;

const subscribe = (id: number, body: Record<string, unknown>) =>
  `42${id}${JSON.stringify(['subscribe', body])}`;
/** Tiles of a wall: how many in which state, load by back end, what is broken, what is hot. */
const wall = [
  subscribe(0, { type: 'aggregate', topic: 'instance', q: '', groupBy: 'status', sums: [] }),
  subscribe(1, { type: 'aggregate', topic: 'host', q: '', groupBy: 'status', sums: [] }),
  subscribe(2, {
    type: 'rows',
    topic: 'instance',
    q: 'status:error',
    sort: 'name',
    window: { offset: 0, limit: 10 },
  }),
  subscribe(3, { type: 'rows', topic: 'backend', q: '', sort: 'name', window: { offset: 0, limit: 10 } }),
];

async function bytesPerSecond(options: Options): Promise<{ ours: number[]; polling: number }> {
  const { server, wholeListBytes } = await openGateway({ instances, changesPerSecond, say: wall });
  const swarm = startSwarm();
  const seconds = options.quick ? 10 : 30;
  try {
    await swarm.join({ dial: server.dial, count: 1, sampleEvery: 1 });
    await pause(2_000);
    const ours: number[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      await swarm.tally();
      await pause(seconds * 1_000);
      ours.push((await swarm.tally()).bytes / seconds);
      progress(`wall-bytes: ${Math.round(ours.at(-1) ?? 0)} B/s`);
    }
    return { ours, polling: (await wholeListBytes()) / pollSeconds };
  } finally {
    await swarm.stop();
    await server.stop();
  }
}

export const wallBytes: Benchmark = {
  name: 'wall-bytes',
  about:
    'P6: what a wall display receives while 1 % of 20,000 rows change each second, beside polling it all',
  run: async options => {
    const { ours, polling } = await bytesPerSecond(options);
    const figure = compare({
      what: `P6 bytes to a wall display, ${instances} instances, ${changesPerSecond} changes/s, beside full polling every ${pollSeconds} s`,
      unit: 'B/s',
      n: 1,
      ours,
      reference: ours.map(() => polling),
      target: {
        text: '<= 2,000 B/s and 1,000 x fewer bytes than polling',
        met: value => value.ours <= 2_000 && (value.ratio ?? 1) <= 0.001,
      },
      notes: [
        'Four tiles: instances by status, hosts by status, broken instances, back ends; heartbeats are in it',
        'Polling is the JSON of all rows as our REST would send it, uncompressed, divided by the period: computed, not transferred',
      ],
    });
    return { figures: [figure], skipped: [] };
  },
};
