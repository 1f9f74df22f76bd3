import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { live } from './live.ts';
import { LiveRowSource } from './live-row-source.ts';
import { projectStore } from './session.ts';

/** A page that is not drawn by then is not coming. */
const KEPT_MS = 5000;

type Warm<K extends ResourceKind> = { source: LiveRowSource<K>; drop: () => void };
// By kind, and each entry is of that kind: `warmRows` writes them and `takeWarm` reads them by the same key.
const warm: { [K in ResourceKind]?: Warm<K> } = {};

/** Asks for rows before the table that shows them is drawn, which then takes them over. */
export function warmRows<K extends ResourceKind>(topic: K, query: { q: string; sort: string }): void {
  if (warm[topic]) return;
  const source = openRows(topic);
  source.ask({ ...query, project: projectStore.get() });
  const close = source.connect();
  const timer = setTimeout(() => {
    delete warm[topic];
    close();
  }, KEPT_MS);
  const kept: { [P in K]?: Warm<P> } = warm;
  kept[topic] = { source, drop: () => clearTimeout(timer) };
}

/** The rows on their way, connected; or a source that asks when it is connected. */
export function takeWarm<K extends ResourceKind>(topic: K): LiveRowSource<K> {
  const found: Warm<K> | undefined = warm[topic];
  if (!found) return openRows(topic);
  delete warm[topic];
  found.drop();
  return found.source;
}

const openRows = <K extends ResourceKind>(topic: K) => new LiveRowSource<K>(topic, asked => live.rows(asked));
