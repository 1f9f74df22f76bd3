import { answer, listen } from '../instrument/commands.ts';
import { stampPrefix } from '../instrument/stamp.ts';
import type { Frame } from './frames.ts';
import { dial, type LightClient } from './light-client.ts';
import type { JoinPlan, SwarmTally } from './swarm.ts';

/** A listener's backlog is a few hundred; more at once are refused by the kernel, not by the server. */
const dialledAtOnce = 50;
/** Digits of a millisecond timestamp. */
const timeLength = 13;
const sequenceLength = 7;

const clients: LightClient[] = [];
let tally = emptyTally();
let example: string | null = null;

function emptyTally(): SwarmTally {
  return { messages: 0, bytes: 0, stamped: 0, latencies: [], lost: 0 };
}

function count(frame: Frame): void {
  tally.messages += 1;
  tally.bytes += frame.payload.length;
}

function countAndLook(frame: Frame): void {
  count(frame);
  const at = frame.payload.indexOf(stampPrefix);
  if (at < 0) return;
  const from = at + stampPrefix.length + sequenceLength;
  tally.stamped += 1;
  tally.latencies.push(Date.now() - Number(frame.payload.toString('latin1', from, from + timeLength)));
  example ??= frame.payload.toString();
}

async function join({ dial: plan, count: wanted, sampleEvery }: JoinPlan): Promise<void> {
  for (let first = 0; first < wanted; first += dialledAtOnce) {
    const size = Math.min(dialledAtOnce, wanted - first);
    const dialled = Array.from({ length: size }, (_, index) =>
      dial(plan, (first + index) % sampleEvery === 0 ? countAndLook : count),
    );
    for (const client of await Promise.all(dialled)) {
      client.socket.once('close', () => {
        tally.lost += 1;
      });
      clients.push(client);
    }
  }
}

answer('join', argument => join(argument as JoinPlan)); // swarm.ts is the only caller
answer('tally', () => {
  const taken = tally;
  tally = emptyTally();
  example = null;
  return taken;
});
answer('example', () => example);
answer('pause', argument => {
  for (const client of clients.slice(0, Number(argument))) client.pause();
});
answer('resume', () => {
  for (const client of clients) client.resume();
});
listen();
