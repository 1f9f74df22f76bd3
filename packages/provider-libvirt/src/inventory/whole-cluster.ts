import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { fingerprint } from '@orrery/provider-kit/fingerprint.ts';

/** Rows that no single host owns: the cluster and its networks. Tells what has changed of them. */
export class WholeCluster {
  readonly #published = new Map<string, string>();

  /** `complete`: every host has been listed, so that what is missing is known to be gone. */
  tell(sink: InventorySink, resources: Reported[], { complete }: { complete: boolean }): void {
    const changed = resources.filter(r => this.#published.get(r.id) !== fingerprint(r));
    const present = new Set(resources.map(r => r.id));
    const gone = [...this.#published.keys()].filter(id => !present.has(id));
    for (const r of changed) this.#published.set(r.id, fingerprint(r));
    for (const id of gone) this.#published.delete(id);
    if (complete) sink.replace({ part: null, kinds: ['cluster', 'network'], resources });
    else if (changed.length > 0) sink.upsert(changed);
    if (gone.length > 0) sink.remove(gone);
  }
}
