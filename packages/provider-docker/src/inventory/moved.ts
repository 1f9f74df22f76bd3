import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { Publisher } from '@orrery/provider-kit/publisher.ts';
import type { HostRecord } from '../engine/facts.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { locateInstance, movedNatives } from '../identity.ts';
import { renderInstance } from './render-instance.ts';

/** Instances that are, or were a moment ago, more than one container: told once, where they count. */
export class MovedInstances {
  readonly #backend: string;
  readonly #hosts: ReadonlyMap<string, HostRecord>;
  #natives = new Set<string>();

  constructor(backend: string, hosts: ReadonlyMap<string, HostRecord>) {
    this.#backend = backend;
    this.#hosts = hosts;
  }

  /** Which of them there are now. Those that were are among them until they have been told. */
  look(): void {
    for (const native of movedNatives(this.#hosts.values())) this.#natives.add(native);
  }

  has(native: string): boolean {
    return this.#natives.has(native);
  }

  rows(): { host: HostRecord; row: Reported<'instance'> }[] {
    const places = [...this.#hosts.values()].map(record => ({ record }));
    return [...this.#natives].flatMap(native => {
      const found = locateInstance(places, native);
      if (!found) return [];
      const host = found.place.record;
      return [{ host, row: renderInstance(this.#backend, host, found.facts) }];
    });
  }

  tell(publisher: Publisher): void {
    const rows = this.rows();
    for (const { host, row } of rows) publisher.tell(host.name, [row]);
    const there = new Set(rows.map(({ row }) => row.id));
    publisher.remove([...this.#natives].map(n => idOf(this.#backend, n)).filter(id => !there.has(id)));
    this.#natives = movedNatives(this.#hosts.values());
  }
}
