import type { Call } from '@orrery/provider-kit/calls.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import * as snapshot from '@orrery/libvirt/procedures/snapshot.ts';
import * as storage from '@orrery/libvirt/procedures/storage.ts';
import { getCapabilities } from '@orrery/libvirt/procedures/connect.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Executor } from './actions/executor.ts';
import { snapshotOf } from './actions/snapshots.ts';
import type { HostRecord } from './host/facts.ts';
import { pickVolume } from './host/facts.ts';
import { nativeIds } from './ids.ts';

/** libvirt's own description of a resource. Secrets in it are left out by the daemon. */
export async function rawXml(executor: Executor, call: Call): Promise<string> {
  const { request, control } = call;
  const native = executor.native(request);
  const options = { signal: control.signal, deadlineMs: 15_000 };
  if (request.kind === 'instance') {
    const job = await executor.instanceJob(native, call);
    return job.connection.call(domain.getXml, { domain: job.ref, flags: 0 }, options);
  }
  if (request.kind === 'snapshot') {
    const job = await executor.instanceJob(native.split(':')[0] ?? '', call);
    const found = snapshotOf(executor.options.backend, job.facts, native);
    if (!found) throw new ProviderError('resource.not-found', `There is no snapshot ${request.id}`);
    return job.connection.call(snapshot.getXml, { snapshot: found.ref, flags: 0 }, options);
  }
  for (const link of executor.options.links) {
    const read = link.record && reading(link.record, native);
    if (read) return read(link.live.connection, options);
  }
  throw executor.missing(request);
}

type Reading = (
  connection: Executor['options']['links'][number]['live']['connection'],
  options: { signal: AbortSignal; deadlineMs: number },
) => Promise<string>;

function reading(record: HostRecord, native: string): Reading | null {
  if (record.name === native) return (c, o) => c.call(getCapabilities, undefined, o);
  for (const { ref } of record.pools.values()) {
    if (nativeIds.pool(record.name, ref.name) === native) {
      return (c, o) => c.call(storage.poolGetXml, { pool: ref, flags: 0 }, o);
    }
  }
  for (const { ref } of record.networks.values()) {
    if (nativeIds.network(ref.name) === native) {
      return (c, o) => c.call(network.getXml, { network: ref, flags: 0 }, o);
    }
  }
  const volume = pickVolume(record, native);
  return volume ? (c, o) => c.call(storage.volumeGetXml, { volume: volume.ref, flags: 0 }, o) : null;
}
