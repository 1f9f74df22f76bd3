import type { ProjectUsage, UsageDay } from '@orrery/contract/quota/quota.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { and, asc, eq, gte, lte, sql } from 'drizzle-orm';
import { projectTable } from '../database/schema/identity.ts';
import { projectUsageTable as usage } from '../database/schema/self-service.ts';
import type { Db } from '../identity/context.ts';
import type { InventoryLog } from '../inventory/inventory-service.ts';
import type { ProjectTotals } from './project-totals.ts';

export interface MeterOptions {
  db: Db;
  clock: Clock;
  totals: Pick<ProjectTotals, 'of' | 'projects'>;
  log: InventoryLog;
}

const sampleEveryMs = 5 * 60_000;
/** Time while Orrery was down is nobody's: it was not seen. */
const longestMs = 2 * sampleEveryMs;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Adds up what each project has, a row a day. */
export class UsageMeter {
  readonly #options: MeterOptions;
  #lastMs: number;
  #cancel: (() => void) | undefined;

  constructor(options: MeterOptions) {
    this.#options = options;
    this.#lastMs = options.clock.now();
  }

  start(): void {
    this.#cancel = this.#options.clock.after(sampleEveryMs, () => {
      void this.sample().finally(() => this.start());
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Counts the time since the last sample; a sample over midnight counts for the day that begins. */
  async sample(): Promise<void> {
    const { db, clock, totals, log } = this.#options;
    const now = clock.now();
    const hours = Math.min(now - this.#lastMs, longestMs) / hourMs;
    this.#lastMs = now;
    const known = new Set((await this.#projects()).map(({ id }) => id));
    for (const project of totals.projects()) {
      if (!known.has(project)) continue;
      const figures = figuresOf(totals.of(project));
      await add(db, { project, day: dayOf(now), hours, figures }).catch((error: unknown) =>
        log('warn', 'the use of a project could not be written', { error, project }),
      );
    }
  }

  async of(project: string, days: number): Promise<ProjectUsage> {
    const { db, clock } = this.#options;
    const since = dayOf(clock.now() - (days - 1) * dayMs);
    const rows = await db
      .select()
      .from(usage)
      .where(and(eq(usage.project, project), gte(usage.day, since)))
      .orderBy(asc(usage.day));
    return { project, days: rows.map(present) };
  }

  /** The days from the first to the last of these on which there was use. */
  async between(project: string, { from, to }: { from: string; to: string }): Promise<UsageDay[]> {
    const which = and(eq(usage.project, project), gte(usage.day, from), lte(usage.day, to));
    return (await this.#options.db.select().from(usage).where(which).orderBy(asc(usage.day))).map(present);
  }

  #projects(): Promise<{ id: string }[]> {
    return this.#options.db.select({ id: projectTable.id }).from(projectTable);
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

type Figures = UsageDay['peak'];

const figuresOf = ({ instances, vcpus, memoryMiB, volumeGiB }: Figures): Figures => ({
  instances,
  vcpus,
  memoryMiB,
  volumeGiB,
});

interface Sample {
  project: string;
  day: string;
  hours: number;
  figures: Figures;
}

async function add(db: Db, { project, day, hours, figures }: Sample): Promise<void> {
  const { instances, vcpus, memoryMiB, volumeGiB } = figures;
  const row = {
    project,
    day,
    instanceHours: instances * hours,
    vcpuHours: vcpus * hours,
    memoryGiBHours: (memoryMiB / 1024) * hours,
    volumeGiBHours: volumeGiB * hours,
    peakInstances: instances,
    peakVcpus: vcpus,
    peakMemoryMiB: memoryMiB,
    peakVolumeGiB: volumeGiB,
  };
  await db
    .insert(usage)
    .values(row)
    .onConflictDoUpdate({
      target: [usage.project, usage.day],
      set: {
        instanceHours: sql`${usage.instanceHours} + excluded.instance_hours`,
        vcpuHours: sql`${usage.vcpuHours} + excluded.vcpu_hours`,
        memoryGiBHours: sql`${usage.memoryGiBHours} + excluded.memory_gib_hours`,
        volumeGiBHours: sql`${usage.volumeGiBHours} + excluded.volume_gib_hours`,
        peakInstances: sql`greatest(${usage.peakInstances}, excluded.peak_instances)`,
        peakVcpus: sql`greatest(${usage.peakVcpus}, excluded.peak_vcpus)`,
        peakMemoryMiB: sql`greatest(${usage.peakMemoryMiB}, excluded.peak_memory_mib)`,
        peakVolumeGiB: sql`greatest(${usage.peakVolumeGiB}, excluded.peak_volume_gib)`,
      },
    });
}

const present = (row: typeof usage.$inferSelect): UsageDay => ({
  day: row.day,
  instanceHours: row.instanceHours,
  vcpuHours: row.vcpuHours,
  memoryGiBHours: row.memoryGiBHours,
  volumeGiBHours: row.volumeGiBHours,
  peak: {
    instances: row.peakInstances,
    vcpus: row.peakVcpus,
    memoryMiB: row.peakMemoryMiB,
    volumeGiB: row.peakVolumeGiB,
  },
});
