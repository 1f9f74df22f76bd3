import { compare } from '../harness/compare.ts';
import type { Figure } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { percentile } from '../harness/statistics.ts';
import { pause } from '../harness/wait.ts';
import { type Swarm, type SwarmTally, startSwarm } from '../swarm/swarm.ts';
import type { Benchmark } from './benchmark.ts';
import { type FanOutServer, openReference } from './fan-out-servers.ts';
import { openGateway } from './fan-out-gateway.ts';

/** One run of one server. */
interface Run {
  microsPerDelivery: number;
  deliveries: number;
  expected: number;
  p99: number;
}

interface Side {
  server: FanOutServer;
  swarm: Swarm;
  runs: Run[];
  rssKbPerConnection: number;
}

const settleMs = 2_000;
/** Deliveries still missing after this are counted as missing. */
const drainMs = 10_000;
const sampleEvery = 50;

async function openSide(server: FanOutServer, clients: number): Promise<Side> {
  await pause(settleMs);
  const before = await server.rssBytes();
  const swarm = startSwarm();
  await swarm.join({ dial: server.dial, count: clients, sampleEvery });
  await pause(settleMs);
  const rssKbPerConnection = ((await server.rssBytes()) - before) / 1024 / clients;
  progress(`${server.name}: ${clients} clients, ${rssKbPerConnection.toFixed(1)} kB each`);
  return { server, swarm, runs: [], rssKbPerConnection };
}

/** Adds up what arrives until it is everything or the deadline passes. */
async function drain(swarm: Swarm, expected: number): Promise<SwarmTally> {
  const end = performance.now() + drainMs;
  const sum: SwarmTally = { messages: 0, bytes: 0, stamped: 0, latencies: [], lost: 0 };
  while (sum.messages < expected && performance.now() < end) {
    const tally = await swarm.tally();
    sum.messages += tally.messages;
    sum.bytes += tally.bytes;
    sum.stamped += tally.stamped;
    sum.lost += tally.lost;
    sum.latencies.push(...tally.latencies);
    if (sum.messages < expected) await pause(200);
  }
  return sum;
}

interface Load {
  clients: number;
  perSecond: number;
  seconds: number;
}

async function measure({ server, swarm, runs }: Side, load: Load): Promise<void> {
  await swarm.tally();
  const before = await server.cpuMicros();
  const expected = (await server.stamp(load)) * load.clients;
  const tally = await drain(swarm, expected);
  const run = {
    microsPerDelivery: ((await server.cpuMicros()) - before) / tally.messages,
    deliveries: tally.messages,
    expected,
    p99: percentile(tally.latencies, 99),
  };
  runs.push(run);
  progress(
    `${server.name}: ${run.microsPerDelivery.toFixed(1)} µs a delivery, p99 ${run.p99} ms, ${run.deliveries}/${expected}`,
  );
}

function figures(clients: number, sides: { ours: Side; socketIo: Side; ws: Side }): Figure[] {
  const { ours, socketIo, ws } = sides;
  const each = (side: Side, pick: (run: Run) => number) => side.runs.map(pick);
  const perCore = (side: Side) => each(side, run => 1e6 / run.microsPerDelivery);
  const first = ours.runs[0];
  const missing = ours.runs.reduce((sum, run) => sum + Math.max(0, run.expected - run.deliveries), 0);
  const common = { n: first?.deliveries ?? 0, unit: 'deliveries/s/core' };
  const name = `P5 fan-out, ${clients} clients`;
  return [
    compare({
      ...common,
      what: `${name}, beside ws one string`,
      ours: perCore(ours),
      reference: perCore(ws),
      target: {
        text: '>= 50,000 and >= 0.8 x one-string ws',
        met: figure => figure.ours >= 50_000 && (figure.ratio ?? 0) >= 0.8,
      },
      notes: [
        'Server CPU per delivery inverted: user plus system time of the whole gateway process (inventory and simulator in it) over the window',
      ],
    }),
    compare({
      ...common,
      what: `${name}, beside a plain socket.io room`,
      ours: perCore(ours),
      reference: perCore(socketIo),
      target: { text: '>= 1.2 x plain socket.io room broadcast', met: figure => (figure.ratio ?? 0) >= 1.2 },
      notes: [`missing deliveries of ours: ${missing}`],
    }),
    compare({
      what: `${name}, stamp to receipt p99, beside ws`,
      n: common.n,
      ours: each(ours, run => run.p99),
      reference: each(ws, run => run.p99),
      target: { text: '<= 250 ms', met: figure => figure.ours <= 250 },
      notes: ['Clients share the cores with the server: the decoding of the bursts is in it, on both sides'],
    }),
    compare({
      what: `P6 memory of an idle subscribed connection, ${clients} clients, beside plain socket.io`,
      unit: 'kB RSS',
      n: clients,
      ours: [ours.rssKbPerConnection],
      reference: [socketIo.rssKbPerConnection],
      target: { text: '<= 20 kB', met: figure => figure.ours <= 20 },
      notes: [`ws: ${ws.rssKbPerConnection.toFixed(1)} kB`, 'After a forced collection on both sides'],
    }),
  ];
}

async function runSize(clients: number, options: Options): Promise<Figure[]> {
  const { server, template } = await openGateway({ instances: 1_000, changesPerSecond: 0 });
  const opened = [server];
  const sides: Side[] = [];
  try {
    opened.push(await openReference('socket.io', template), await openReference('ws', template));
    for (const each of opened) sides.push(await openSide(each, clients));
    const [ours, socketIo, ws] = sides;
    if (!ours || !socketIo || !ws) throw new Error('A side is missing');
    const load = { clients, perSecond: 10, seconds: options.quick ? 2 : 5 };
    // The first round warms the compilers up and is not counted.
    for (let round = 0; round <= options.runs; round += 1)
      for (const side of sides) {
        await measure(side, round === 0 ? { ...load, seconds: 1 } : load);
        if (round === 0) side.runs.length = 0;
      }
    return figures(clients, { ours, socketIo, ws });
  } finally {
    for (const side of sides) await side.swarm.stop();
    for (const each of opened) await each.stop();
  }
}

export const fanOut: Benchmark = {
  name: 'fan-out',
  about: 'P5, P6: one change to 1,000 and 5,000 viewers, beside plain socket.io and ws with the same bytes',
  run: async options => {
    const found: Figure[] = [];
    for (const clients of options.quick ? [1_000] : [1_000, 5_000])
      found.push(...(await runSize(clients, options)));
    return { figures: found, skipped: [] };
  },
};
