import type { AddressInfo } from 'node:net';
import { startChild } from '../harness/child.ts';
import { until } from '../harness/wait.ts';
import type { StampPlan } from '../instrument/stamp.ts';
import type { DialPlan } from '../swarm/light-client.ts';
import { startSwarm } from '../swarm/swarm.ts';
import { type FanOutServer, usageOf } from './fan-out-servers.ts';

/** A table of one screen, as the web app asks for it. */
export const tableSubscribe = `420${JSON.stringify([
  'subscribe',
  { type: 'rows', topic: 'instance', q: '', sort: 'name', window: { offset: 0, limit: 50 } },
])}`;

const listDeadlineMs = 60_000;

export interface Gateway {
  server: FanOutServer;
  /** JSON of one delta of one row, for the references to send the same bytes. */
  template: string;
  /** JSON of every instance: what a client that polls would fetch. */
  wholeListBytes: () => Promise<number>;
}

export interface RigOptions {
  instances: number;
  /** Besides the stamps. */
  changesPerSecond: number;
  /** What each viewer says; the table of one screen when left out. */
  say?: string[];
}

/** Our gateway with a simulated fleet, whose viewers all look at the same table. */
export async function openGateway(options: RigOptions): Promise<Gateway> {
  const { instances, changesPerSecond, say = [tableSubscribe] } = options;
  const child = startChild(new URL('../instrument/gateway-rig.ts', import.meta.url).pathname, {
    args: [String(instances), String(changesPerSecond)],
    execArgv: ['--expose-gc', ...(process.env.ORRERY_BENCH_NODE ?? '').split(' ').filter(Boolean)],
  });
  const { port } = await child.ask<AddressInfo>('listen');
  await until(
    'the fleet to be listed',
    listDeadlineMs,
    async () => (await child.ask<number>('rows')) > instances,
  );
  const stamp = (plan: StampPlan) => child.ask<number>('stamp', plan);
  const dial: DialPlan = {
    port,
    path: '/socket.io/?EIO=4&transport=websocket',
    headers: {},
    protocol: 'socket.io',
    deflate: false,
    say,
  };
  return {
    template: await templateOf(dial, stamp),
    wholeListBytes: () => child.ask<number>('wholeListBytes'),
    server: { name: 'ours', dial, stamp, ...usageOf(child), stop: () => child.stop(2_000) },
  };
}

/** The payload of one delta with a stamp, as one viewer receives it. */
async function templateOf(dial: DialPlan, stamp: FanOutServer['stamp']): Promise<string> {
  const swarm = startSwarm();
  try {
    await swarm.join({ dial: { ...dial, say: [tableSubscribe] }, count: 1, sampleEvery: 1 });
    await swarm.tally();
    await stamp({ perSecond: 10, seconds: 1 });
    const frame = await until('a stamped delta', 5_000, async () => (await swarm.example()) ?? undefined);
    // `42["delta",{…}]` → `{…}`
    return frame.slice(frame.indexOf('{'), -1);
  } finally {
    await swarm.stop();
  }
}
