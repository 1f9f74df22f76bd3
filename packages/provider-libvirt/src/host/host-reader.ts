import type { FactSource } from '@orrery/contract/resources/base.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import type {
  DomainRef,
  NetworkRef,
  StoragePoolRef,
  StorageVolumeRef,
} from '@orrery/libvirt/procedures/refs.ts';
import { volumeLookupByPath } from '@orrery/libvirt/procedures/storage.ts';
import { diskPath } from '../inventory/render.ts';
import { DomainReader } from './domain-reader.ts';
import { type DomainFacts, type HostRecord, volumeByPath, type VolumeFacts } from './facts.ts';
import { NetworkReader } from './network-reader.ts';
import { PoolReader } from './pool-reader.ts';
import { readAgentAddresses, readLeases } from './read-networks.ts';
import { listOptions, type ReaderContext, seenBy } from './reader-context.ts';
import { seekAddresses } from './seek-addresses.ts';

/**
 * Reads a host's domains, pools and networks into its record. Of each thing the answer counts whose question was asked
 * last, however late answers come; every change that is told is followed by a question.
 */
export class HostReader {
  readonly record: HostRecord;
  readonly #context: ReaderContext;
  readonly #domains: DomainReader;
  readonly #pools: PoolReader;
  readonly #networks: NetworkReader;
  /** Disk paths that belong to no pool. */
  #unmanaged = new Set<string>();

  constructor(context: ReaderContext) {
    this.record = context.record;
    this.#context = context;
    this.#domains = new DomainReader(context, facts => this.#adoptVolumes(facts));
    this.#pools = new PoolReader(context);
    this.#networks = new NetworkReader(context);
  }

  /** Everything anew. */
  async list(signal: AbortSignal): Promise<void> {
    const seen = seenBy(this.#context, 'poll');
    await Promise.all([
      this.#domains.list({ ...listOptions, signal }),
      this.#pools.list('all'),
      this.#networks.list('all'),
    ]);
    signal.throwIfAborted();
    this.#unmanaged = new Set();
    await this.#readLeases();
    this.record.facts = { ...this.record.facts, ...seen };
    for (const facts of this.record.domains.values()) await this.#adoptVolumes(facts);
  }

  /** What no event tells: autostart, snapshots, volumes, leases, and whatever an event was lost of. A few calls. */
  async sweep(): Promise<void> {
    await this.#domains.sweep();
    await this.#pools.list('new');
    await this.#networks.list('new');
    await this.#readLeases();
    await seekAddresses(this.#context.connection, this.record, listOptions);
    this.#context.changed();
  }

  /** One domain anew. */
  domain(ref: DomainRef, source: FactSource): Promise<void> {
    return this.#domains.one(ref, source);
  }

  pool(ref: StoragePoolRef, source: FactSource): Promise<void> {
    return this.#pools.one(ref.name, source);
  }

  network(ref: NetworkRef, source: FactSource): Promise<void> {
    return this.#networks.one(ref.name, source);
  }

  /** One volume anew. */
  volume(ref: StorageVolumeRef, source: FactSource): Promise<VolumeFacts | null> {
    return this.#pools.volume(ref, source);
  }

  /** It was deleted just now. */
  volumeGone(ref: StorageVolumeRef): Promise<void> {
    return this.#pools.volumeGone(ref);
  }

  async agentAddresses(ref: DomainRef): Promise<void> {
    const found = await readAgentAddresses(this.#context.connection, ref, listOptions);
    if (found.length > 0) this.record.addresses.set(ref.uuid, found);
    this.#context.changed();
  }

  async #readLeases(): Promise<void> {
    const { connection } = this.#context;
    this.record.leases = await readLeases(connection, this.record.networks.values(), listOptions);
  }

  /** A disk in a pool whose volume was made outside, and which libvirt announces by no event. */
  async #adoptVolumes(facts: DomainFacts): Promise<void> {
    for (const disk of facts.definition.disks) {
      const path = diskPath(this.record, disk);
      if (!path?.startsWith('/') || this.#unmanaged.has(path) || volumeByPath(this.record, path)) continue;
      if (!(await this.#adoptVolume(path))) this.#unmanaged.add(path);
    }
  }

  async #adoptVolume(path: string): Promise<boolean> {
    const { connection } = this.#context;
    const ref = await connection.call(volumeLookupByPath, { path }, listOptions).catch((error: unknown) => {
      if (isLibvirtError(error)) return null;
      throw error;
    });
    if (ref === null) return false;
    await this.volume(ref, 'event');
    return volumeByPath(this.record, path) !== undefined;
  }
}
