/**
 * A move that stops the instance: containers between engines, and cold moves (MM-14). It is no live migration, and what
 * is said beforehand is how long it stands still.
 */
export interface RelocationPlan {
  /** Bytes of the image that the destination lacks. */
  imageBytes: number;
  /** Bytes of volumes or disks. */
  volumeBytes: number;
  /** What changes in the volumes each second: copied beforehand, it has to be copied again during the stop. */
  volumeChangeRate: number;
  /** The volumes are copied once before the stop, so that only what changed is left. */
  preStaged: boolean;
  /** Bytes per second. */
  bandwidth: number;
  /** Seconds that the instance takes to stop when asked; its grace period at most. */
  stopSeconds: { expected: number; atMost: number };
  /** Seconds that it takes to be created, started and found well. */
  startSeconds: { expected: number; atMost: number };
}

export interface RelocationEstimate {
  /** Before the stop: image and, where they are copied beforehand, volumes. */
  beforeMs: number;
  /** From the stop until it was found well at the destination. */
  stopMs: { expected: number; atMost: number };
  totalMs: { expected: number; atMost: number };
  bytes: number;
}

/** Links are slower than they were measured, sometimes. */
const slowerLink = 1.5;

export function estimateRelocation(plan: RelocationPlan): RelocationEstimate | null {
  const { bandwidth, imageBytes, volumeBytes } = plan;
  if (!(bandwidth > 0)) return null;
  const before = imageBytes + (plan.preStaged ? volumeBytes : 0);
  const beforeSeconds = before / bandwidth;
  const during = plan.preStaged ? Math.min(volumeBytes, plan.volumeChangeRate * beforeSeconds) : volumeBytes;
  const duringSeconds = during / bandwidth;
  const expected = plan.stopSeconds.expected + duringSeconds + plan.startSeconds.expected;
  const atMost = plan.stopSeconds.atMost + slowerLink * duringSeconds + plan.startSeconds.atMost;
  return {
    beforeMs: 1000 * beforeSeconds,
    stopMs: { expected: 1000 * expected, atMost: 1000 * atMost },
    totalMs: {
      expected: 1000 * (beforeSeconds + expected),
      atMost: 1000 * (slowerLink * beforeSeconds + atMost),
    },
    bytes: before + during,
  };
}
