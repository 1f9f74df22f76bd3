import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { MetricSample } from '@orrery/provider-kit/sink.ts';
import { nativeOfContainer } from '../identity.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { EngineApi } from './engine-api.ts';
import { hasStatus } from './engine-error.ts';
import type { ContainerFacts, HostRecord } from './facts.ts';
import { type Counters, type EngineStats, instanceMetrics, readCounters } from './sample.ts';

type StatsApi = Pick<EngineApi, 'get'>;

/** An engine has no call for the figures of all its containers. So much is asked of it in a second, however many there are. */
export const callsPerSecond = 20;
/** No container is measured more often. */
const atLeastMs = 5_000;
/** At once; engines before 23.0 keep each call waiting for a second. */
const concurrency = 4;
const deadlineMs = 5_000;

/** Measures the running containers of one engine in turn, with a bounded number of calls. */
export class Meter {
  readonly #backend: string;
  readonly #clock: Clock;
  readonly #counters = new Map<string, Counters>();
  readonly #measuredAt = new Map<string, number>();
  /** Calls made so far. */
  calls = 0;

  constructor(backend: string, clock: Clock) {
    this.#backend = backend;
    this.#clock = clock;
  }

  /** One round: those whose figures are the oldest. Called once a second. */
  async measure(api: StatsApi, record: HostRecord): Promise<MetricSample[]> {
    this.#forgetGone(record);
    const queue = this.#due(record);
    const samples: MetricSample[] = [];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const sample = await this.#one(api, record, next);
        if (sample) samples.push(sample);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    return samples;
  }

  #due(record: HostRecord): ContainerFacts[] {
    const latest = this.#clock.now() - atLeastMs;
    const measured = (c: ContainerFacts) => this.#measuredAt.get(c.id) ?? -Infinity;
    return [...record.containers.values()]
      .filter(c => isRunning(c) && measured(c) <= latest)
      .toSorted((a, b) => measured(a) - measured(b))
      .slice(0, callsPerSecond);
  }

  #forgetGone(record: HostRecord): void {
    for (const id of this.#measuredAt.keys()) {
      if (isRunning(record.containers.get(id))) continue;
      this.#measuredAt.delete(id);
      this.#counters.delete(id);
    }
  }

  async #one(api: StatsApi, record: HostRecord, facts: ContainerFacts): Promise<MetricSample | null> {
    this.#measuredAt.set(facts.id, this.#clock.now());
    this.calls++;
    const query = { stream: false, 'one-shot': true };
    const stats = await api
      .get<EngineStats>(`/containers/${facts.id}/stats`, query, { deadlineMs })
      .catch((error: unknown) => {
        // It has ended meanwhile; the event is on its way.
        if (hasStatus(error, 404, 409, 500)) return null;
        throw error;
      });
    // Where it has ended or gone while it was asked, what was measured is of the past.
    if (stats === null || !isRunning(record.containers.get(facts.id))) return null;
    const now = readCounters(stats);
    if (Number.isNaN(now.at)) return null;
    const cpus = facts.cpus ?? record.facts.threads;
    const metrics = instanceMetrics(this.#counters.get(facts.id), now, { stats, cpus });
    this.#counters.set(facts.id, now);
    record.metrics.set(facts.id, metrics);
    if (metrics.cpuPercent === null) return null;
    const id = idOf(this.#backend, nativeOfContainer(facts));
    return { id, kind: 'instance', asOf: isoNow(this.#clock), source: 'poll', ...metrics };
  }
}

const isRunning = (facts: ContainerFacts | undefined): boolean => facts?.state.status === 'running';
