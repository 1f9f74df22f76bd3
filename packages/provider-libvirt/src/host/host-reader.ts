import type { FactSource } from '@orrery/contract/resources/base.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { listAllNetworks } from '@orrery/libvirt/procedures/connect.ts';
import type {
  DomainRef,
  NetworkRef,
  StoragePoolRef,
  StorageVolumeRef,
} from '@orrery/libvirt/procedures/refs.ts';
import { volumeLookupByPath } from '@orrery/libvirt/procedures/storage.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { diskPath } from '../inventory/render.ts';
import { isActive } from '../map/power.ts';
import {
  type DomainFacts,
  type HostRecord,
  type PoolFacts,
  poolsChanged,
  setPools,
  volumeByPath,
  type VolumeFacts,
} from './facts.ts';
import { Rereadings } from '@orrery/provider-kit/rereadings.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
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
  readonly #connection: Caller;
  readonly #options: ReaderOptions;
  /** Domains read since the list that is under way began: newer than what it will bring. */
  #touched = new Set<string>();
  readonly #readings = new Rereadings();
  /** Disk paths that belong to no pool. */
  #unmanaged = new Set<string>();

  constructor(record: HostRecord, connection: Caller, options: ReaderOptions) {
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

  /** Networks that came or went without an event's having told; the others' changes are told. */
  async #sweepNetworks(options: CallOptions): Promise<void> {
    const refs = await this.#connection.call(listAllNetworks, { flags: 0 }, options);
    const listed = new Set(refs.map(ref => ref.uuid));
    const known = [...this.record.networks.values()].map(facts => facts.ref);
    const knownIds = new Set(known.map(ref => ref.uuid));
    for (const ref of known) if (!listed.has(ref.uuid)) await this.network(ref, 'poll');
    for (const ref of refs) if (!knownIds.has(ref.uuid)) await this.network(ref, 'poll');
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

  /** What was read while nothing came or went in the pools. After some tries as it is: the next sweep puts it right. */
  async #undisturbed<T>(read: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const before = this.record.pools;
      const found = await read();
      if (this.record.pools === before || tries === maxTries) return found;
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

  /** One domain anew. */
  domain(ref: DomainRef, source: FactSource): Promise<void> {
    return this.#readings.read(`domain ${ref.uuid}`, source, async by => {
      const options = { deadlineMs: listDeadlineMs };
      const facts = await readOneDomain(this.#connection, ref, { seen: this.#seen(by), options });
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
    });
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
    if (ref === null) return false;
    const reading = { seen: this.#seen('event'), options };
    const volume = await this.#undisturbed(() => readOneVolume(this.#connection, ref, reading));
    const pool = this.record.pools.get(ref.pool);
    if (!volume || !pool) return false;
    pool.volumes.set(ref.name, volume);
    poolsChanged(this.record);
    return volume.definition.path === path;
  }

  pool(ref: StoragePoolRef, source: FactSource): Promise<void> {
    return this.#readings.read(`pool ${ref.uuid}`, source, async by => {
      const options = { deadlineMs: listDeadlineMs };
      const reading = { seen: this.#seen(by), options };
      const facts = await this.#undisturbed(() => readOnePool(this.#connection, ref, reading));
      const pools = new Map(this.record.pools);
      if (facts) pools.set(ref.name, facts);
      else if (pools.get(ref.name)?.ref.uuid === ref.uuid) pools.delete(ref.name);
      setPools(this.record, pools);
      this.#options.changed();
    });
  }

  /** One volume anew, in a pool that is known. */
  async volume(ref: StorageVolumeRef, source: FactSource): Promise<VolumeFacts | null> {
    const reading = { seen: this.#seen(source), options: { deadlineMs: listDeadlineMs } };
    const volume = await this.#undisturbed(() => readOneVolume(this.#connection, ref, reading));
    const pool = this.record.pools.get(ref.pool);
    if (pool && volume) pool.volumes.set(ref.name, volume);
    else pool?.volumes.delete(ref.name);
    poolsChanged(this.record);
    this.#options.changed();
    return volume;
  }

  network(ref: NetworkRef, source: FactSource): Promise<void> {
    return this.#readings.read(`network ${ref.uuid}`, source, async by => {
      const options = { deadlineMs: listDeadlineMs };
      const facts = await readOneNetwork(this.#connection, ref, { seen: this.#seen(by), options });
      const networks = new Map(this.record.networks);
      if (facts) networks.set(ref.name, facts);
      else if (networks.get(ref.name)?.ref.uuid === ref.uuid) networks.delete(ref.name);
      this.record.networks = networks;
      this.#options.changed();
    });
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
    await this.#sweepNetworks(options);
    this.record.leases = await readLeases(this.#connection, this.record.networks.values(), options);
    await seekAddresses(this.#connection, this.record, options);
    this.#options.changed();
  }
}
