import type { Connection } from '@orrery/libvirt/connection.ts';
import { getAllDomainStats } from '@orrery/libvirt/procedures/connect.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import { listDomainsFlags, statsFlags, statsGroups } from '@orrery/libvirt/procedures/flags.ts';
import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import type { MetricSample } from '@orrery/provider-kit/sink.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { isActive } from '../map/power.ts';
import type { HostRecord, InstanceMetrics } from './facts.ts';
import type { HostReader } from './host-reader.ts';
import { type NodeStats, readNodeStats } from './read-host.ts';
import { type Counters, hostCpuPercent, hostMemoryUsedMiB, instanceMetrics, readCounters } from './sample.ts';

/** Cheap for the daemon. All groups together cost it some 10 ms a running guest. */
const lightGroups =
  statsGroups.state | statsGroups.cpuTotal | statsGroups.balloon | statsGroups.interface | statsGroups.block;

/** A daemon that cannot tell its figures within this time is in trouble. */
const statsDeadlineMs = 5_000;

const defined = (metrics: InstanceMetrics) => ({
  cpuPercent: metrics.cpuPercent ?? undefined,
  memoryUsedMiB: metrics.memoryUsedMiB ?? undefined,
  diskBytesPerSecond: metrics.diskBytesPerSecond ?? undefined,
  networkBytesPerSecond: metrics.networkBytesPerSecond ?? undefined,
});

/** Gathers the figures of a host and of all that runs on it: three calls, whatever the number of domains. */
export class Meter {
  readonly #backend: string;
  readonly #clock: Clock;
  #counters = new Map<string, Counters>();
  #node: NodeStats | undefined;
  /** What did not fit in the last round. An event is likely on its way: only what still does not fit is read anew. */
  #suspects = new Set<string>();

  constructor(backend: string, clock: Clock) {
    this.#backend = backend;
    this.#clock = clock;
  }

  async measure(connection: Connection, reader: HostReader): Promise<MetricSample[]> {
    const options = { deadlineMs: statsDeadlineMs };
    const flags = listDomainsFlags.active | statsFlags.nowait;
    const [stats, node] = await Promise.all([
      connection.call(getAllDomainStats, { domains: [], stats: lightGroups, flags }, options),
      readNodeStats(connection, options),
    ]);
    const { record } = reader;
    record.latencyMs = connection.latencyMs;
    const host = this.#hostSample(record, node);
    // Rates need two readings: the first alone says nothing.
    const samples = host.cpuPercent === null ? [] : [host];
    const at = this.#clock.now();
    const counters = new Map<string, Counters>();
    const unread: DomainRef[] = [];
    const suspects = new Set<string>();
    const differs = (ref: DomainRef) => {
      suspects.add(ref.uuid);
      if (this.#suspects.has(ref.uuid)) unread.push(ref);
    };
    for (const { domain, params } of stats) {
      const facts = record.domains.get(domain.uuid);
      if (!facts || facts.state.state !== params.get('state.state')) differs(domain);
      const now = readCounters(params, at);
      counters.set(domain.uuid, now);
      const vcpus = facts?.definition.vcpus ?? 1;
      const metrics = instanceMetrics(this.#counters.get(domain.uuid), now, { params, vcpus });
      record.metrics.set(domain.uuid, metrics);
      if (facts && metrics.cpuPercent !== null) samples.push(this.#instanceSample(domain.uuid, metrics));
    }
    for (const { ref, state } of record.domains.values()) {
      if (isActive(state) && !counters.has(ref.uuid)) differs(ref);
    }
    this.#counters = counters;
    this.#suspects = suspects;
    await Promise.all(unread.map(ref => reader.domain(ref, 'poll')));
    return samples;
  }

  #hostSample(record: HostRecord, node: NodeStats): MetricSample {
    record.cpuPercent = hostCpuPercent(this.#node, node) ?? record.cpuPercent;
    record.memoryUsedMiB = hostMemoryUsedMiB(node);
    this.#node = node;
    return {
      id: idOf(this.#backend, record.name),
      kind: 'host',
      asOf: isoNow(this.#clock),
      source: 'poll',
      cpuPercent: record.cpuPercent,
      memoryUsedMiB: record.memoryUsedMiB,
      latencyMs: record.latencyMs,
    };
  }

  #instanceSample(uuid: string, metrics: InstanceMetrics): MetricSample {
    return {
      id: idOf(this.#backend, uuid),
      kind: 'instance',
      asOf: isoNow(this.#clock),
      source: 'poll',
      ...defined(metrics),
    };
  }
}
