import { createArrayRowSource } from '../../ui/table/array-row-source.ts';
import { sampleRandom } from './sample-random.ts';

export type SampleInstance = {
  id: string;
  name: string;
  status: string;
  host: string;
  vcpus: number;
  memoryMiB: number;
  cpuPercent: number;
  cpuTrend: readonly number[];
  address: string;
  asOf: number;
};

const STATUSES = [
  'running',
  'running',
  'running',
  'running',
  'stopped',
  'migrating',
  'paused',
  'error',
] as const;
const ROLES = ['web', 'db', 'cache', 'queue', 'build', 'mail'] as const;

export function sampleInstances(count: number): SampleInstance[] {
  const random = sampleRandom(42);
  const pick = <T>(from: readonly T[], fallback: T): T =>
    from[Math.floor(random() * from.length)] ?? fallback;
  const now = Date.now();
  return Array.from({ length: count }, (_, at) => {
    const cpuPercent = random() * 100;
    return {
      id: `lab:${at}`,
      name: `${pick(ROLES, 'web')}-${String(at).padStart(4, '0')}`,
      status: pick(STATUSES, 'running'),
      host: `lab-h${Math.floor(random() * 40)}`,
      vcpus: 2 ** Math.floor(random() * 5),
      memoryMiB: 512 * 2 ** Math.floor(random() * 7),
      cpuPercent,
      cpuTrend: Array.from({ length: 24 }, () =>
        Math.max(0, Math.min(100, cpuPercent + (random() - 0.5) * 40)),
      ),
      address: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
      asOf: at % 23 === 0 ? now - 45_000 : now,
    };
  });
}

const CHANGES_PER_TICK = 50;
const TICK_MS = 100;

/** 500 changes a second over the whole list: what the table has to bear. */
export function startSampleChanges(
  rows: readonly SampleInstance[],
  source: ReturnType<typeof sampleSource>,
): () => void {
  const random = sampleRandom(Date.now());
  const timer = setInterval(() => {
    for (let change = 0; change < CHANGES_PER_TICK; change += 1) {
      const row = rows[Math.floor(random() * rows.length)];
      const at = row && source.indexOf(row.id);
      const shown = at === undefined ? undefined : source.get(at);
      if (!shown) continue;
      const cpuPercent = Math.max(0, Math.min(100, shown.cpuPercent + (random() - 0.5) * 20));
      const host = random() < 0.05 ? `lab-h${Math.floor(random() * 40)}` : shown.host;
      source.update({
        ...shown,
        cpuPercent,
        host,
        cpuTrend: [...shown.cpuTrend.slice(1), cpuPercent],
        asOf: Date.now(),
      });
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}

export function sampleSource(rows: readonly SampleInstance[]) {
  return createArrayRowSource(rows, { id: row => row.id });
}
