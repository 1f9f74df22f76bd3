import { noiseOf, type Guest, guestOf } from './guest.ts';
import { type Leg, sending, waiting } from './legs.ts';
import { LiveCopy } from './live-copy.ts';
import { relocationOf } from './relocation.ts';
import type { SimMove } from './sim-move.ts';

/** What a move does to the world on its way. */
export interface Deeds {
  /** It runs at its new host from here on. */
  arrive: () => void;
  stop: () => void;
  start: () => void;
}

const seconds = { check: 0.2, prepare: 0.8, finish: 0.4, verify: 0.9 };
/** People at hypervisors lose patience; Orrery's own moves are ended by those who asked for them. */
const mostPassesOutside = 40;

/** The legs of a move from its beginning to its end. */
export function courseOf(move: SimMove, deeds: Deeds): Leg[] {
  const check = waiting({ phase: 'check', stage: 'preparing' }, seconds.check);
  const verify = waiting({ phase: 'verify', stage: 'completed' }, seconds.verify);
  const { method } = move;
  const middle = method === 'live' || method === 'block' ? whileItRuns(move, deeds) : stopped(move, deeds);
  return [check, ...middle, verify];
}

/** Also for each move in turn: `serial` keeps the noise of the second one apart from the first. */
function whileItRuns(move: SimMove, deeds: Deeds): Leg[] {
  const { instance } = move.order;
  const guest = guestOf(instance);
  const noise = noiseOf(instance.index + Math.floor(move.startedAt / 1000));
  const mostPasses = move.order.startedBy === 'orrery' ? Number.POSITIVE_INFINITY : mostPassesOutside;
  const copy = new LiveCopy({ guest, limits: move.limits, noise, mostPasses });
  move.copy = copy;
  return [
    waiting({ phase: 'prepare', stage: 'preparing' }, seconds.prepare),
    ...(move.disk ? [disks(move, guest)] : []),
    memory(copy),
    switchOver(move, copy, deeds),
    waiting({ phase: 'finish', stage: 'completed' }, seconds.finish),
  ];
}

function memory(copy: LiveCopy): Leg {
  return {
    phase: 'copy-memory',
    stage: 'memory',
    pass: given => {
      const left = copy.run(given);
      return copy.outcome === 'copying' ? null : left;
    },
  };
}

function switchOver(move: SimMove, copy: LiveCopy, deeds: Deeds): Leg {
  let left = Number.NaN;
  return {
    phase: 'switch-over',
    stage: 'switching-over',
    enter: () => {
      left = copy.pauseMs / 1000;
      move.pointOfNoReturn = true;
    },
    pass: given => {
      left -= given;
      if (left > 0) return null;
      copy.sendOnce(Number.POSITIVE_INFINITY);
      deeds.arrive();
      return -left;
    },
  };
}

/** The guest goes on at the destination and fetches what is missing. */
export function postCopyLegs(move: SimMove, deeds: Deeds): Leg[] {
  const { copy } = move;
  if (!copy) return [];
  const bytes = copy.switchToPostCopy();
  const enter = () => {
    move.pointOfNoReturn = true;
    deeds.arrive();
  };
  return [
    sending(
      { phase: 'post-copy', stage: 'post-copy', enter },
      { bytes, rate: () => copy.linkRate, sent: part => copy.sendOnce(part) },
    ),
    waiting({ phase: 'finish', stage: 'completed' }, seconds.finish),
    waiting({ phase: 'verify', stage: 'completed' }, seconds.verify),
  ];
}

function disks(move: SimMove, { link }: Pick<Guest, 'link'>): Leg {
  return sending(
    { phase: 'copy-disks', stage: 'disks' },
    {
      bytes: move.disk?.totalBytes ?? 0,
      rate: () => Math.min(link, move.limits.bandwidth ?? Infinity),
      sent: bytes => {
        if (move.disk) move.disk.doneBytes = Math.min(move.disk.totalBytes, move.disk.doneBytes + bytes);
      },
    },
  );
}

/** It stops here and starts there: what can be copied beforehand is. */
function stopped(move: SimMove, deeds: Deeds): Leg[] {
  const { instance, to } = move.order;
  const plan = relocationOf(instance, to);
  const link = guestOf(instance);
  const runs = instance.powerState === 'running';
  const still = plan.stopSeconds.expected + plan.startSeconds.expected;
  const timed = (leg: Leg): Leg => ({
    ...leg,
    pass: given => {
      const left = leg.pass(given);
      if (runs) move.stoppedMs += 1000 * (given - (left ?? 0));
      return left;
    },
  });
  return [
    waiting({ phase: 'prepare', stage: 'preparing' }, seconds.prepare),
    ...(move.disk ? [disks(move, link)] : []),
    timed(
      waiting(
        {
          phase: 'switch-over',
          stage: 'switching-over',
          enter: () => {
            move.pointOfNoReturn = true;
            if (runs) deeds.stop();
          },
        },
        runs ? still : 0.1,
      ),
    ),
    waiting(
      {
        phase: 'finish',
        stage: 'completed',
        enter: () => {
          deeds.arrive();
          if (runs) deeds.start();
        },
      },
      seconds.finish,
    ),
  ];
}
