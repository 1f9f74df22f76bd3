import { hash01 } from '../random/hash.ts';
import type { SimInstance } from '../world/model.ts';

/** MiB per second that saving and restoring memory reaches on the imagined storage. */
const saveRate = 900;
const restoreRate = 1_600;

/** [least, most] milliseconds; what takes longer for bigger instances is added in `extraMs`. */
const rangeMs: Record<string, readonly [number, number]> = {
  start: [1_200, 3_800],
  stop: [2_600, 8_500],
  forceStop: [120, 400],
  reboot: [3_500, 9_000],
  reset: [150, 500],
  pause: [20, 80],
  resume: [20, 90],
  suspend: [400, 900],
  discardSavedState: [60, 200],
  rename: [40, 120],
  resize: [150, 600],
  describe: [30, 90],
  autostart: [20, 60],
  assign: [30, 90],
  snapshot: [400, 1_500],
  delete: [250, 900],
  revert: [900, 3_000],
  refresh: [500, 1_600],
};

/** A simulated creation takes so long a phase, give or take. */
const phaseMs: Record<string, number> = { image: 1_400, disk: 500, define: 150, boot: 900, address: 800 };

export const creationMs = (phases: readonly string[], serial: number): number =>
  Math.round(
    phases.reduce((sum, phase) => sum + (phaseMs[phase] ?? 0), 0) * (0.8 + 0.4 * hash01(serial, 43)),
  );

function extraMs(action: string, instance: SimInstance, withMemory: boolean): number {
  const used = Math.max(256, instance.memoryUsedMiB);
  if (action === 'suspend' || (action === 'snapshot' && withMemory)) return (1000 * used) / saveRate;
  if (action === 'start' && instance.hasSavedState) return (1000 * instance.memoryMiB * 0.5) / restoreRate;
  if (action === 'delete') return 200 * instance.volumes.length;
  return 0;
}

/** Containers have no firmware, no kernel and little to say goodbye to. */
const containerShare = 0.2;

/** How long an action takes, in milliseconds; `serial` makes each one a little different. */
export function durationMs(
  action: string,
  more: { instance?: SimInstance; serial: number; withMemory?: boolean },
): number {
  const [least, most] = rangeMs[action] ?? [200, 800];
  const plain = least + (most - least) * hash01(more.serial, 41);
  if (!more.instance) return Math.round(plain);
  const share = more.instance.instanceKind === 'container' ? containerShare : 1;
  return Math.round(plain * share + extraMs(action, more.instance, more.withMemory ?? false));
}
