import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { MetricSample } from '@orrery/provider-kit/sink.ts';
import { counterIds, type EntityMetrics, queryLatest } from '@orrery/vim25/methods/performance.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';
import type { HostFacts, Measured, VmFacts } from '../map/facts.ts';

/** Objects in one call. */
const batchSize = 250;
const deadlineMs = 30_000;

/** Names of the counters. Percentages are in hundredths, rates in units of 1024 bytes a second. */
const counters = {
  cpu: 'cpu.usage.average',
  memory: 'mem.usage.average',
  disk: 'disk.usage.average',
  network: 'net.usage.average',
} as const;
type Counter = keyof typeof counters;

const percent = (hundredths: number): number => Math.min(100, Math.round(hundredths / 10) / 10);

/** Gathers the figures of all that runs: one call for many, never one for each. */
export class Meter {
  readonly #backend: string;
  readonly #clock: Clock;
  readonly #store: Store;
  #ids: Map<Counter, number> | null = null;

  constructor(options: { backend: string; clock: Clock; store: Store }) {
    this.#backend = options.backend;
    this.#clock = options.clock;
    this.#store = options.store;
  }

  async measure(session: VimSession, signal: AbortSignal): Promise<MetricSample[]> {
    const ids = (this.#ids ??= await this.#counters(session, signal));
    const vms = [...this.#store.vms.values()].filter(isMeasurable);
    const hosts = [...this.#store.hosts.values()].filter(host => host.connection === 'connected');
    const refs = [...hosts, ...vms].map(({ ref }) => ref);
    const samples: MetricSample[] = [];
    for (let from = 0; from < refs.length; from += batchSize) {
      const entities = refs.slice(from, from + batchSize);
      const wanted = { entities, counters: [...ids.values()] };
      const metrics = await queryLatest(session, wanted, { signal, deadlineMs });
      for (const one of metrics) samples.push(...this.#sample(one, ids));
    }
    return samples;
  }

  async #counters(session: VimSession, signal: AbortSignal): Promise<Map<Counter, number>> {
    const known = await counterIds(session, { signal });
    const ids = new Map<Counter, number>();
    for (const counter of ['cpu', 'memory', 'disk', 'network'] as const) {
      const id = known.get(counters[counter]);
      if (id !== undefined) ids.set(counter, id);
    }
    return ids;
  }

  #sample({ ref, values }: EntityMetrics, ids: ReadonlyMap<Counter, number>): MetricSample[] {
    const owner = this.#owner(ref);
    if (!owner || values.size === 0) return [];
    const value = (counter: Counter): number | null => values.get(ids.get(counter) ?? -1) ?? null;
    const [cpu, memory] = [value('cpu'), value('memory')];
    const measured: Measured = {
      cpuPercent: cpu === null ? null : percent(cpu),
      memoryUsedMiB: memory === null ? null : Math.round((percent(memory) / 100) * owner.memoryMiB),
      diskBytesPerSecond: bytes(value('disk')),
      networkBytesPerSecond: bytes(value('network')),
    };
    owner.metrics = measured;
    const kind = ref.type === 'HostSystem' ? 'host' : 'instance';
    const { diskBytesPerSecond, networkBytesPerSecond, ...load } = measured;
    const rates = kind === 'host' ? {} : { diskBytesPerSecond, networkBytesPerSecond };
    const id = idOf(this.#backend, owner.native);
    return [{ id, kind, asOf: isoNow(this.#clock), source: 'poll', ...load, ...rates }];
  }

  #owner(ref: MoRef): VmFacts | HostFacts | undefined {
    return ref.type === 'HostSystem' ? this.#store.host(ref) : this.#store.vmOf(ref);
  }
}

const isMeasurable = ({ power, connection, template }: VmFacts): boolean =>
  power === 'poweredOn' && connection === 'connected' && !template;

const bytes = (kilobytes: number | null): number | null => (kilobytes === null ? null : kilobytes * 1024);
