/**
 * Work in small steps. Each `yield` is a place to stop; the distance between two is well below a millisecond's worth of
 * work, so that a slice ends close to its budget.
 */
export type Job = Generator<void, void, void>;

/** Rows handled between two places to stop. */
export const stepRows = 128;

/** Sorts in steps: small runs first, then merges. */
export function* sortInSteps(
  slots: number[],
  compare: (a: number, b: number) => number,
): Generator<void, number[], void> {
  let from: number[] = [];
  for (let at = 0; at < slots.length; at += stepRows) {
    for (const slot of slots.slice(at, at + stepRows).sort(compare)) from.push(slot);
    yield;
  }
  for (let width = stepRows; width < from.length; width *= 2) {
    const to: number[] = [];
    for (let at = 0; at < from.length; at += 2 * width) {
      yield* mergeRuns(
        { from, to, left: at, middle: at + width, end: Math.min(at + 2 * width, from.length) },
        compare,
      );
    }
    from = to;
  }
  return from;
}

interface Runs {
  readonly from: readonly number[];
  readonly to: number[];
  readonly left: number;
  readonly middle: number;
  readonly end: number;
}

function* mergeRuns({ from, to, left, middle, end }: Runs, compare: (a: number, b: number) => number): Job {
  const [last, next] = [from[middle - 1], from[middle]];
  if (last === undefined || next === undefined || compare(last, next) < 0) {
    // In order as they stand.
    for (let at = left; at < end; at += 1) to.push(from[at] ?? 0);
    yield;
    return;
  }
  let a = left;
  let b = middle;
  while (a < middle || b < end) {
    for (let step = 0; step < stepRows && (a < middle || b < end); step += 1) {
      const one = a < middle ? from[a] : undefined;
      const other = b < end ? from[b] : undefined;
      if (other === undefined || (one !== undefined && compare(one, other) < 0)) {
        if (one !== undefined) to.push(one);
        a += 1;
      } else {
        to.push(other);
        b += 1;
      }
    }
    yield;
  }
}
