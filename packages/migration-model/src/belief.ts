import { type Dirtying, type Shape, shapes } from './dirtying.ts';
import { type Evidence, misfit } from './evidence.ts';

/** A guest that the evidence allows, and how much of the belief it holds; weights add up to 1. */
export interface Candidate extends Dirtying {
  weight: number;
}

/** What the guest is measured against: a rate matters as a share of the bandwidth, a working set as one of the memory. */
export interface Scale {
  bandwidth: number;
  memoryBytes: number;
}

/** Rates are looked for in this range, as shares of the bandwidth; working sets from what is sent in 20 ms to all memory. */
const slowest = 1e-3;
const fastest = 60;
const smallestSeconds = 0.02;

/** What is thought before anything was seen, and soon outweighed: most guests write slower than they can be sent. */
const usualRate = { share: 0.12, spread: 2 };
const usualWorkingSet = { share: 0.12, spread: 1.6 };

/** How common the shapes are thought to be before anything was seen. */
const shapePrior: Record<Shape, number> = { sweep: 0.2, uniform: 0.45, mixed: 0.2, skewed: 0.15 };
const across = 18;
const zooms = 3;
/** Points that hold less than this part of the best one's belief are left out; the best never is, however unlikely. */
const negligible = 1e-3;
const mostCandidates = 120;

/**
 * Which guests the evidence allows (MM-5): the likelihood on a grid over the logarithms of rate and working set, for
 * each shape, which is laid anew three times around what is likely. A pure function of the evidence: no seed, no clock.
 */
export function believe(evidence: readonly Evidence[], scale: Scale): Candidate[] {
  const found = shapes.flatMap(shape => explore(shape, evidence, scale));
  return normalise(found);
}

interface Box {
  rate: [number, number];
  workingSet: [number, number];
}

interface Point extends Dirtying {
  /** Logarithm of belief, not normalised. */
  log: number;
}

function explore(shape: Shape, evidence: readonly Evidence[], scale: Scale): Point[] {
  const smallest = scale.bandwidth * smallestSeconds;
  const whole: Box = {
    rate: [Math.log(scale.bandwidth * slowest), Math.log(scale.bandwidth * fastest)],
    workingSet: [Math.log(smallest), Math.log(Math.max(scale.memoryBytes, smallest * 2))],
  };
  let box = whole;
  let points: Point[] = [];
  for (let zoom = 0; zoom <= zooms; zoom++) {
    points = layGrid(box, { shape, evidence, scale });
    if (zoom < zooms) box = around(points, box, whole);
  }
  return points;
}

const cell = ([from, to]: [number, number]) => (to - from) / across;

interface Question {
  shape: Shape;
  evidence: readonly Evidence[];
  scale: Scale;
}

function layGrid(box: Box, { shape, evidence, scale }: Question): Point[] {
  const points: Point[] = [];
  // Equal density in the logarithms: a point stands for the area of its cell.
  const area = Math.log(cell(box.rate) * cell(box.workingSet)) + Math.log(shapePrior[shape]);
  for (let i = 0; i < across; i++)
    for (let j = 0; j < across; j++) {
      const guest = {
        rate: Math.exp(box.rate[0] + (i + 0.5) * cell(box.rate)),
        workingSet: Math.exp(box.workingSet[0] + (j + 0.5) * cell(box.workingSet)),
        shape,
      };
      const total = evidence.reduce((sum, e) => sum + misfit(e, guest), prior(guest, scale));
      points.push({ ...guest, log: area - total / 2 });
    }
  return points;
}

const prior = (guest: Dirtying, scale: Scale): number =>
  (Math.log(guest.rate / (usualRate.share * scale.bandwidth)) / usualRate.spread) ** 2 +
  (Math.log(guest.workingSet / (usualWorkingSet.share * scale.memoryBytes)) / usualWorkingSet.spread) ** 2;

/** The smallest box that holds what is not negligible, one cell wider on each side, inside of the whole. */
function around(points: readonly Point[], box: Box, whole: Box): Box {
  const best = points.reduce((most, p) => Math.max(most, p.log), -Infinity);
  const likely = points.filter(p => p.log >= best + Math.log(negligible));
  const range = (side: keyof Box): [number, number] => {
    const values = likely.map(p => Math.log(p[side]));
    const margin = cell(box[side]);
    return [
      Math.max(whole[side][0], values.reduce((a, b) => Math.min(a, b), Infinity) - margin),
      Math.min(whole[side][1], values.reduce((a, b) => Math.max(a, b), -Infinity) + margin),
    ];
  };
  return { rate: range('rate'), workingSet: range('workingSet') };
}

function normalise(points: readonly Point[]): Candidate[] {
  const best = points.reduce((most, p) => Math.max(most, p.log), -Infinity);
  const kept = points.filter(p => p.log >= best + Math.log(negligible)).toSorted((a, b) => b.log - a.log);
  const thinned = thin(kept);
  const sum = thinned.reduce((total, p) => total + Math.exp(p.log - best), 0);
  return thinned.map(({ rate, workingSet, shape, log }) => ({
    rate,
    workingSet,
    shape,
    weight: Math.exp(log - best) / sum,
  }));
}

/** Every n-th of many, the most likely first, so that the cost of a forecast is bounded. */
function thin(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / mostCandidates);
  return every <= 1 ? points : points.filter((_, index) => index % every === 0);
}
