import type { FactSource } from '@orrery/contract/resources/base.ts';
import type { ContainerInfo, ContainerInspectInfo, ImageInfo } from 'dockerode';
import type { NetworkInspectInfo, VolumeInspectInfo } from 'dockerode';
import { readContainer, summaryOf, summaryOfListed } from '../map/container.ts';
import { isHelper } from '../map/labels.ts';
import { readImage, readNetwork, readVolume } from '../map/others.ts';
import type { CallOptions, EngineApi } from './engine-api.ts';
import { nullWhenGone } from './engine-error.ts';
import type { ContainerFacts, HostRecord } from './facts.ts';
import { type IsNewest, ReadingOrder } from '@orrery/provider-kit/reading-order.ts';
import { Rereadings } from '@orrery/provider-kit/rereadings.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';

/** An engine with thousands of containers takes its time. */
const listDeadlineMs = 30_000;
const listOptions: CallOptions = { deadlineMs: listDeadlineMs };
/** Containers described anew in one sweep, whatever the list says of them: what no list tells is found in time. */
const sweepShare = 20;

/** What of a record has changed. */
export type Change = { container: string } | 'volumes' | 'networks' | 'images';

export interface ReaderOptions {
  now: () => string;
  changed: (change: Change) => void;
}

type ReadApi = Pick<EngineApi, 'get'>;

/** Reads an engine's containers, volumes, networks and images into its record. */
export class EngineReader {
  readonly record: HostRecord;
  readonly #api: ReadApi;
  readonly #options: ReaderOptions;
  readonly #readings = new Rereadings();
  /** Lists of containers beside readings of single ones. */
  readonly #order = new ReadingOrder();

  constructor(record: HostRecord, api: ReadApi, options: ReaderOptions) {
    this.record = record;
    this.#api = api;
    this.#options = options;
  }

  #seen(source: FactSource): Seen {
    return { asOf: this.#options.now(), source };
  }

  /** Everything anew; with `changed` only those containers are described of which the short list tells a change. */
  async list(which: 'all' | 'changed', signal: AbortSignal): Promise<void> {
    const [listed] = await Promise.all([
      this.#listed(signal),
      this.volumes('poll'),
      this.networks('poll'),
      this.images('poll'),
    ]);
    const wanted = which === 'all' ? listed : listed.filter(c => !this.#isSame(c));
    await Promise.all(wanted.map(c => this.container(c.Id, 'poll')));
    this.record.facts = { ...this.record.facts, ...this.#seen('poll') };
    signal.throwIfAborted();
  }

  /** The net behind the events: the short list, and a share of the descriptions in turn. */
  async sweep(signal: AbortSignal): Promise<void> {
    await this.list('changed', signal);
    const oldest = [...this.record.containers.values()]
      .toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1))
      .slice(0, sweepShare);
    await Promise.all(oldest.map(({ id }) => this.container(id, 'poll')));
  }

  /** The short list; what is not in it is gone. */
  #listed(signal: AbortSignal): Promise<ContainerInfo[]> {
    const options = { signal, deadlineMs: listDeadlineMs };
    return this.#order.read(async (_, gone) => {
      const listed = await this.#api.get<ContainerInfo[]>('/containers/json', { all: true }, options);
      const there = new Set(listed.map(c => c.Id));
      for (const id of gone(this.record.containers.keys(), there)) this.#drop(id);
      return listed;
    });
  }

  #isSame(listed: ContainerInfo): boolean {
    const known = this.record.containers.get(listed.Id);
    return known !== undefined && summaryOf(known) === summaryOfListed(listed);
  }

  #drop(id: string): void {
    if (!this.record.containers.delete(id)) return;
    this.record.metrics.delete(id);
    this.#options.changed({ container: id });
  }

  /** One container anew, with the volumes and networks that it names and that are not known yet. */
  container(id: string, source: FactSource): Promise<void> {
    const read = (seen: Seen) => this.#order.read(isNewest => this.#inspect(id, seen, isNewest));
    return this.#once(`container ${id}`, source, read);
  }

  async #inspect(id: string, seen: Seen, isNewest: IsNewest): Promise<void> {
    const inspected = await this.#api
      .get<ContainerInspectInfo>(`/containers/${id}/json`, {}, listOptions)
      .catch(nullWhenGone);
    const facts =
      inspected === null || isHelper(inspected.Config.Labels ?? {})
        ? null
        : readContainer(inspected, seen, this.record.facts);
    if (facts) await this.#readUnknown(facts);
    if (!isNewest(id)) return;
    if (!facts) return this.#drop(id);
    this.record.containers.set(id, facts);
    if (facts.state.status !== 'running') this.record.metrics.delete(id);
    this.#options.changed({ container: id });
  }

  async #readUnknown({ mounts, networks }: ContainerFacts): Promise<void> {
    if (mounts.some(m => m.volume !== null && !this.record.volumes.has(m.volume)))
      await this.volumes('event');
    if (networks.some(n => n.id !== '' && !this.record.networks.has(n.id))) await this.networks('event');
  }

  volumes(source: FactSource): Promise<void> {
    return this.#once('volumes', source, async seen => {
      const { Volumes } = await this.#api.get<{ Volumes: VolumeInspectInfo[] | null }>(
        '/volumes',
        {},
        listOptions,
      );
      this.record.volumes = new Map((Volumes ?? []).map(v => [v.Name, readVolume(v, seen)]));
      this.#options.changed('volumes');
    });
  }

  networks(source: FactSource): Promise<void> {
    return this.#once('networks', source, async seen => {
      const list = await this.#api.get<NetworkInspectInfo[]>('/networks', {}, listOptions);
      this.record.networks = new Map(list.map(n => [n.Id, readNetwork(n, seen)]));
      this.#options.changed('networks');
    });
  }

  images(source: FactSource): Promise<void> {
    return this.#once('images', source, async seen => {
      const list = await this.#api.get<ImageInfo[]>('/images/json', {}, listOptions);
      this.record.images = new Map(list.map(i => [i.Id, readImage(i, seen)]));
      this.#options.changed('images');
    });
  }

  /** What lies in each volume. The engine walks through all of them: to be asked seldom. */
  async volumeSizes(signal: AbortSignal): Promise<void> {
    const options = { signal, deadlineMs: 120_000 };
    const usage = await this.#api.get<{ Volumes?: VolumeInspectInfo[] | null }>(
      '/system/df',
      { type: 'volume' },
      options,
    );
    const sizes = (usage.Volumes ?? []).map(v => [v.Name, v.UsageData?.Size ?? -1] as const);
    this.record.volumeSizes = new Map(sizes.filter(([, size]) => size >= 0));
    this.#options.changed('volumes');
  }

  #once(what: string, source: FactSource, read: (seen: Seen) => Promise<void>): Promise<void> {
    return this.#readings.read(what, source, by => read(this.#seen(by)));
  }
}
