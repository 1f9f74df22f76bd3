import { type Child, startChild } from '../harness/child.ts';
import type { DialPlan } from './light-client.ts';

export interface SwarmTally {
  /** Frames after the greeting, over all clients. */
  messages: number;
  bytes: number;
  /** Frames that carried a stamp, over the clients that look for them. */
  stamped: number;
  /** Milliseconds from stamp to receipt. */
  latencies: number[];
  /** Connections that the server ended. */
  lost: number;
}

export interface JoinPlan {
  dial: DialPlan;
  count: number;
  /** Every how-manieth client looks into what it receives, for latency; the others only count. */
  sampleEvery: number;
}

/** Clients in a process of their own. */
export interface Swarm {
  pid: number;
  join: (plan: JoinPlan) => Promise<void>;
  /** What was received since the last call. */
  tally: () => Promise<SwarmTally>;
  pause: (count: number) => Promise<void>;
  resume: () => Promise<void>;
  /** The first frame with a stamp that a sampling client saw since the last tally, as text. */
  example: () => Promise<string | null>;
  stop: () => Promise<void>;
}

export function startSwarm(): Swarm {
  const child: Child = startChild(new URL('./swarm-process.ts', import.meta.url).pathname);
  return {
    pid: child.pid,
    join: plan => child.ask<void>('join', plan),
    tally: () => child.ask<SwarmTally>('tally'),
    pause: count => child.ask<void>('pause', count),
    resume: () => child.ask<void>('resume'),
    example: () => child.ask<string | null>('example'),
    stop: () => child.stop(2_000),
  };
}
