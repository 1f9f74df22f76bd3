import type { FactSource } from '@orrery/contract/resources/base.ts';
import type { Connection } from '@orrery/libvirt/connection.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import type {
  DomainRef,
  NetworkRef,
  StoragePoolRef,
  StorageVolumeRef,
} from '@orrery/libvirt/procedures/refs.ts';
import { volumeLookupByPath } from '@orrery/libvirt/procedures/storage.ts';
import type { CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { diskPath } from '../inventory/render.ts';
import { isActive } from '../map/power.ts';
import {
  type DomainFacts,
  type HostRecord,
  type PoolFacts,
  poolsChanged,
  type Seen,
  setPools,
  type VolumeFacts,
  volumeByPath,
} from './facts.ts';
import { hasSameSnapshots, readAllDomains, readOneDomain, readOverview } from './read-domains.ts';
import { seekAddresses } from './seek-addresses.ts';
import { readAgentAddresses, readLeases, readNetworks, readOneNetwork } from './read-networks.ts';
import { readOnePool, readOneVolume, readPools } from './read-storage.ts';

/** Lists that events keep overtaking are left to the events, and to the next sweep. */
const maxTries = 3;
/** For one listing call; a pool on a sleeping disk may take its time. */
const listDeadlineMs = 30_000;

export interface ReaderOptions {
  now: () => string;
  /** The record has changed. */
  changed: () => void;
}

/** Reads a host's domains, pools and networks into its record. */
export class HostReader {
  readonly record: HostRecord;
  readonly #connection: Connection;
  readonly #options: ReaderOptions;
  /** Domains read since the list that is under way began: newer than what it will bring. */
  #touched = new Set<string>();
  readonly #reading = new Map<string, { again: boolean; done: Promise<void> }>();
  /** Disk paths that belong to no pool. */
  #unmanaged = new Set<string>();

  constructor(record: HostRecord, connection: Connection, options: ReaderOptions) {
    this.record = record;
    this.#connection = connection;
    this.#options = options;
  }

  #seen(source: FactSource): Seen {
    return { asOf: this.#options.now(), source };
  }

  /** Everything anew. */
  async list(signal: AbortSignal): Promise<void> {
    const options: CallOptions = { signal, deadlineMs: listDeadlineMs };
    const seen = this.#seen('poll');
    this.#touched = new Set();
    const [domains] = await Promise.all([
      readAllDomains(this.#connection, seen, options),
      this.#readPools({ seen, options }),
      this.#readNetworks({ seen, options }),
    ]);
    this.#unmanaged = new Set();
    this.record.leases = await readLeases(this.#connection, this.record.networks.values(), options);
    this.#takeDomains(domains);
    this.record.facts = { ...this.record.facts, ...seen };
    for (const facts of this.record.domains.values()) await this.#adoptVolumes(facts, options);
  }

  /** Reads again when an event has changed the pools meanwhile: what was read is older than that. */
  async #readPools(reading: {
    seen: Seen;
    options: CallOptions;
    known?: Map<string, PoolFacts>;
  }): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      const before = this.record.pools;
      const pools = await readPools(this.#connection, reading);
      if (this.record.pools === before) return setPools(this.record, pools);
    }
  }

  async #readNetworks(reading: { seen: Seen; options: CallOptions }): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      const before = this.record.networks;
      const networks = await readNetworks(this.#connection, reading);
      if (this.record.networks !== before) continue;
      this.record.networks = networks;
      return;
    }
  }

  #takeDomains(listed: Map<string, DomainFacts>): void {
    for (const uuid of this.#touched) {
      const newer = this.record.domains.get(uuid);
      if (newer) listed.set(uuid, newer);
      else listed.delete(uuid);
    }
    this.record.domains = listed;
  }

  /** One domain anew. While it is being read, more wishes for the same become one further reading. */
  domain(ref: DomainRef, source: FactSource): Promise<void> {
    const under = this.#reading.get(ref.uuid);
    if (under) {
      under.again = true;
      return under.done;
    }
    const reading = { again: false, done: Promise.resolve() };
    this.#reading.set(ref.uuid, reading);
    reading.done = this.#readUntilQuiet(ref, source, reading).finally(() => this.#reading.delete(ref.uuid));
    return reading.done;
  }

  async #readUntilQuiet(ref: DomainRef, source: FactSource, reading: { again: boolean }): Promise<void> {
    const options = { deadlineMs: listDeadlineMs };
    do {
      reading.again = false;
      const facts = await readOneDomain(this.#connection, ref, { seen: this.#seen(source), options });
      this.#touched.add(ref.uuid);
      if (facts) {
        await this.#adoptVolumes(facts, options);
        this.record.domains.set(ref.uuid, facts);
        if (!isActive(facts.state)) this.#forgetRun(ref.uuid);
      } else {
        this.record.domains.delete(ref.uuid);
        this.#forgetRun(ref.uuid);
      }
      this.#options.changed();
    } while (reading.again);
  }

  #forgetRun(uuid: string): void {
    this.record.addresses.delete(uuid);
    this.record.metrics.delete(uuid);
    this.record.startedAt.delete(uuid);
  }

  /** A disk in a pool whose volume was made outside, and which libvirt announces by no event. */
  async #adoptVolumes(facts: DomainFacts, options: CallOptions): Promise<void> {
    for (const disk of facts.definition.disks) {
      const path = diskPath(this.record, disk);
      if (
        path === null ||
        !path.startsWith('/') ||
        this.#unmanaged.has(path) ||
        volumeByPath(this.record, path)
      )
        continue;
      if (!(await this.#adoptVolume(path, options))) this.#unmanaged.add(path);
    }
  }

  async #adoptVolume(path: string, options: CallOptions): Promise<boolean> {
    const ref = await this.#connection.call(volumeLookupByPath, { path }, options).catch((error: unknown) => {
      if (isLibvirtError(error)) return null;
      throw error;
    });
    const pool = ref === null ? undefined : this.record.pools.get(ref.pool);
    if (ref === null || !pool) return false;
    const volume = await readOneVolume(this.#connection, ref, { seen: this.#seen('event'), options });
    if (!volume) return false;
    pool.volumes.set(ref.name, volume);
    poolsChanged(this.record);
    return volume.definition.path === path;
  }

  async pool(ref: StoragePoolRef, source: FactSource): Promise<void> {
    const options = { deadlineMs: listDeadlineMs };
    const facts = await readOnePool(this.#connection, ref, { seen: this.#seen(source), options });
    const pools = new Map(this.record.pools);
    if (facts) pools.set(ref.name, facts);
    else pools.delete(ref.name);
    setPools(this.record, pools);
    this.#options.changed();
  }

  /** One volume anew, in a pool that is known. */
  async volume(ref: StorageVolumeRef, source: FactSource): Promise<VolumeFacts | null> {
    const reading = { seen: this.#seen(source), options: { deadlineMs: listDeadlineMs } };
    const volume = await readOneVolume(this.#connection, ref, reading);
    const pool = this.record.pools.get(ref.pool);
    if (pool && volume) pool.volumes.set(ref.name, volume);
    else pool?.volumes.delete(ref.name);
    poolsChanged(this.record);
    this.#options.changed();
    return volume;
  }

  async network(ref: NetworkRef, source: FactSource): Promise<void> {
    const options = { deadlineMs: listDeadlineMs };
    const facts = await readOneNetwork(this.#connection, ref, { seen: this.#seen(source), options });
    const networks = new Map(this.record.networks);
    if (facts) networks.set(ref.name, facts);
    else networks.delete(ref.name);
    this.record.networks = networks;
    this.#options.changed();
  }

  async agentAddresses(ref: DomainRef): Promise<void> {
    const found = await readAgentAddresses(this.#connection, ref, { deadlineMs: listDeadlineMs });
    if (found.length > 0) this.record.addresses.set(ref.uuid, found);
    this.#options.changed();
  }

  /** What no event tells: autostart, snapshots, volumes, leases, and whatever an event was lost of. A few calls. */
  async sweep(): Promise<void> {
    const options = { deadlineMs: listDeadlineMs };
    const overview = await readOverview(this.#connection, options);
    const known = this.record.domains;
    for (const [uuid, ref] of overview.refs) {
      const facts = known.get(uuid);
      const same =
        facts?.ref.name === ref.name &&
        facts.autostart === (overview.autostart.has(uuid) && facts.persistent) &&
        facts.persistent === overview.persistent.has(uuid) &&
        facts.hasSavedState === overview.saved.has(uuid) &&
        facts.snapshots.length > 0 === overview.withSnapshots.has(uuid) &&
        facts.state.state === overview.states.get(uuid)?.state;
      if (!same || !(await hasSameSnapshots(this.#connection, facts, options)))
        await this.domain(ref, 'poll');
    }
    for (const [uuid, { ref }] of known) if (!overview.refs.has(uuid)) await this.domain(ref, 'poll');
    await this.#readPools({ seen: this.#seen('poll'), options, known: this.record.pools });
    this.record.leases = await readLeases(this.#connection, this.record.networks.values(), options);
    await seekAddresses(this.#connection, this.record, options);
    this.#options.changed();
  }
}
