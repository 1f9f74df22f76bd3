import type { AddressInfo } from 'node:net';
import { type Child, startChild } from '../harness/child.ts';
import type { Usage } from '../instrument/commands.ts';
import type { StampPlan } from '../instrument/stamp.ts';
import type { DialPlan } from '../swarm/light-client.ts';

/** Something that sends one and the same message to everybody who is connected. */
export interface FanOutServer {
  name: string;
  dial: DialPlan;
  /** Sends that many messages to all; answers how many. */
  stamp: (plan: StampPlan) => Promise<number>;
  cpuMicros: () => Promise<number>;
  /** Resident memory after a collection. */
  rssBytes: () => Promise<number>;
  stop: () => Promise<void>;
}

export function usageOf(child: Child): Pick<FanOutServer, 'cpuMicros' | 'rssBytes'> {
  return {
    cpuMicros: async () => (await child.ask<Usage>('usage')).cpuMicros,
    rssBytes: async () => (await child.ask<Usage>('usage', 'collected')).rssBytes,
  };
}

export type ReferenceName = 'socket.io' | 'socket.io deflate' | 'ws' | 'ws deflate';

export async function openReference(name: ReferenceName, template: string): Promise<FanOutServer> {
  const socketIo = name.startsWith('socket.io');
  const deflate = name.endsWith('deflate');
  const file = socketIo ? 'socketio-server.ts' : 'ws-server.ts';
  const child = startChild(new URL(`../reference/${file}`, import.meta.url).pathname, {
    args: deflate ? ['deflate'] : [],
    execArgv: ['--expose-gc'],
  });
  const address = await child.ask<AddressInfo>('listen');
  return {
    name,
    dial: {
      port: address.port,
      path: socketIo ? '/socket.io/?EIO=4&transport=websocket' : '/',
      headers: {},
      protocol: socketIo ? 'socket.io' : 'ws',
      say: [],
      deflate,
    },
    stamp: plan => child.ask<number>('stamp', { ...plan, template }),
    ...usageOf(child),
    stop: () => child.stop(2_000),
  };
}
