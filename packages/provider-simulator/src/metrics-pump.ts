import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { InventorySink, MetricSample } from '@orrery/provider-kit/sink.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { hostLoad, latencyMsAt } from './load/host-load.ts';
import { diskBytesAt, measure, networkBytesAt } from './load/instance-load.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { SimHost, SimInstance } from './world/model.ts';

const tickMs = 500;
/** Each host is measured once in this many ticks. */
const hostTurns = 6;

function instanceSample(instance: SimInstance, id: string, asOf: { now: number; iso: string }): MetricSample {
  measure(instance, asOf.now);
  return {
    id,
    kind: 'instance',
    asOf: asOf.iso,
    source: 'poll',
    cpuPercent: instance.cpuPercent,
    memoryUsedMiB: instance.memoryUsedMiB,
    diskBytesPerSecond: diskBytesAt(instance, asOf.now),
    networkBytesPerSecond: networkBytesAt(instance, asOf.now),
  };
}

function hostSample(host: SimHost, id: string, asOf: { now: number; iso: string }): MetricSample {
  const { cpuPercent, memoryUsedMiB } = hostLoad(host, asOf.now);
  const latencyMs = latencyMsAt(host, asOf.now);
  return { id, kind: 'host', asOf: asOf.iso, source: 'poll', cpuPercent, memoryUsedMiB, latencyMs };
}

/** Every so often, one bulk answer with the next instances of the round and some hosts. Returns how to stop it. */
export function pumpMetrics(
  from: { dataCentre: SimulatedDataCentre; clock: Clock; backend: string },
  sink: InventorySink,
): () => void {
  const { dataCentre, clock, backend } = from;
  const { world } = dataCentre;
  let round = world.instances.values();
  let owed = 0;
  let turn = 0;
  const nextInstance = (): SimInstance | undefined => {
    const next = round.next();
    if (!next.done) return next.value;
    round = world.instances.values();
    return round.next().value;
  };
  const sample = () => {
    const now = clock.now();
    const asOf = { now, iso: new Date(now).toISOString() };
    const samples: MetricSample[] = [];
    owed += (dataCentre.settings.changesPerSecond * tickMs) / 1000;
    // Stopped ones are skipped, so look at most once around.
    for (let looked = 0; owed >= 1 && looked < world.instances.size; looked++) {
      const instance = nextInstance();
      if (!instance || instance.powerState !== 'running' || !instance.host.reachable) continue;
      samples.push(instanceSample(instance, idOf(backend, instance.native), asOf));
      owed--;
    }
    owed = Math.min(owed, 1);
    for (let i = turn++ % hostTurns; i < world.hosts.length; i += hostTurns) {
      const host = world.hosts[i];
      if (host?.reachable) samples.push(hostSample(host, idOf(backend, host.native), asOf));
    }
    dataCentre.count('metrics');
    if (samples.length > 0) sink.metrics(samples);
  };
  let cancel = () => {};
  const tick = () => {
    sample();
    cancel = clock.after(tickMs, tick);
  };
  if (dataCentre.settings.changesPerSecond > 0) cancel = clock.after(tickMs, tick);
  return () => cancel();
}
