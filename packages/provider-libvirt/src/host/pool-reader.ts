import type { FactSource } from '@orrery/contract/resources/base.ts';
import { listAllStoragePools } from '@orrery/libvirt/procedures/connect.ts';
import type { StorageVolumeRef } from '@orrery/libvirt/procedures/refs.ts';
import { ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import { Rereadings } from '@orrery/provider-kit/rereadings.ts';
import { type VolumeFacts, volumesChanged } from './facts.ts';
import { listOptions, type ReaderContext, seenBy, type Which } from './reader-context.ts';
import { readOnePool, readOneVolume } from './read-storage.ts';

/** A pool's volumes. Kept beside it: one that was made just now outlives an older answer by which the pool is gone. */
interface Shelf {
  volumes: Map<string, VolumeFacts>;
  /** Those that its last list told of. */
  listed: StorageVolumeRef[];
  /** Its lists, and single volumes beside them. */
  order: ReadingOrder;
}

/** Reads a host's pools and volumes into its record. */
export class PoolReader {
  readonly #context: ReaderContext;
  readonly #readings = new Rereadings();
  readonly #shelves = new Map<string, Shelf>();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /** All pools, whatever their volumes: those that are known are described anew only if all are asked for. */
  async list(which: Which): Promise<void> {
    const { connection, record } = this.#context;
    const refs = await connection.call(listAllStoragePools, { flags: 0 }, listOptions);
    const names = new Set([...record.pools.keys(), ...this.#readings.keys, ...refs.map(ref => ref.name)]);
    await Promise.all([...names].map(name => this.one(name, 'poll', which)));
  }

  /** By its name, as the record has it: one may go and another of its name come. */
  async one(name: string, source: FactSource, which: Which = 'all'): Promise<void> {
    await this.#readings.read(name, source, by => this.#pool(name, by));
    const { listed, volumes } = this.#shelf(name);
    const wanted = which === 'all' ? listed : listed.filter(ref => !volumes.has(ref.name));
    await Promise.all(wanted.map(ref => this.volume(ref, source)));
  }

  /** The pool itself, and which volumes are in it. */
  #pool(name: string, source: FactSource): Promise<void> {
    const { connection, record } = this.#context;
    const shelf = this.#shelf(name);
    return shelf.order.read(async (_, gone) => {
      const reading = { seen: seenBy(this.#context, source), options: listOptions };
      const found = await readOnePool(connection, name, reading);
      shelf.listed = found?.listed ?? [];
      const there = new Set(shelf.listed.map(ref => ref.name));
      for (const each of gone(shelf.volumes.keys(), there)) shelf.volumes.delete(each);
      if (found) record.pools.set(name, { ...found.facts, volumes: shelf.volumes });
      else record.pools.delete(name);
      this.#changed();
    });
  }

  /** Answers what was read, even where something newer is known. */
  volume(ref: StorageVolumeRef, source: FactSource): Promise<VolumeFacts | null> {
    const reading = { seen: seenBy(this.#context, source), options: listOptions };
    return this.#take(ref, () => readOneVolume(this.#context.connection, ref, reading));
  }

  /** It was deleted just now. */
  async volumeGone(ref: StorageVolumeRef): Promise<void> {
    await this.#take(ref, async () => null);
  }

  #take(
    { pool, name }: StorageVolumeRef,
    read: () => Promise<VolumeFacts | null>,
  ): Promise<VolumeFacts | null> {
    const { volumes, order } = this.#shelf(pool);
    return order.read(async isNewest => {
      const facts = await read();
      if (!isNewest(name)) return facts;
      if (facts) volumes.set(name, facts);
      else volumes.delete(name);
      this.#changed();
      return facts;
    });
  }

  #changed(): void {
    volumesChanged(this.#context.record);
    this.#context.changed();
  }

  #shelf(pool: string): Shelf {
    const known = this.#shelves.get(pool);
    if (known) return known;
    const volumes = this.#context.record.pools.get(pool)?.volumes ?? new Map<string, VolumeFacts>();
    const shelf: Shelf = { volumes, listed: [], order: new ReadingOrder() };
    this.#shelves.set(pool, shelf);
    return shelf;
  }
}
