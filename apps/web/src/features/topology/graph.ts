import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Network } from '@orrery/contract/resources/network.ts';

/** What hangs on the same networks is drawn together. */
export interface Bunch {
  key: string;
  /** Keys of the further networks that its instances hang on, in the order of the lanes. */
  also: readonly string[];
  instances: readonly Instance[];
}

/** A network with what hangs on it. An instance is drawn once: in the lane of the first of its networks. */
export interface Lane {
  key: string;
  name: string;
  /** Null: no network, or one that is not ours to see. */
  network: Network | null;
  bunches: readonly Bunch[];
  /** Of all that hang on it, wherever they are drawn. */
  count: number;
}

export interface Graph {
  lanes: readonly Lane[];
  /** Networks that nothing hangs on. */
  empty: readonly Network[];
}

/** Instances without any network hang here. */
const loose = '';

/** Sorted by name throughout, so that a change of one instance moves no other. */
export function graphOf(networks: readonly Network[], instances: readonly Instance[]): Graph {
  const known = new Map(networks.map(network => [network.id, network]));
  const names = new Map<string, string>();
  const count = new Map<string, number>();
  const attached = instances.toSorted(byName).map(instance => {
    const keys = networkKeys(instance, names);
    for (const key of keys) count.set(key, (count.get(key) ?? 0) + 1);
    return { instance, keys };
  });
  const nameOf = (key: string) => known.get(key)?.name ?? names.get(key) ?? key;
  const order = [...count.keys()].sort((a, b) => compareLanes([nameOf(a), a], [nameOf(b), b]));
  const place = new Map(order.map((key, index) => [key, index]));
  const byLane = Map.groupBy(
    attached.map(({ instance, keys }) => ({
      instance,
      keys: keys.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)),
    })),
    ({ keys }) => keys[0] ?? loose,
  );
  return {
    lanes: order.map(key => ({
      key,
      name: nameOf(key),
      network: known.get(key) ?? null,
      bunches: bunchesOf(byLane.get(key) ?? []),
      count: count.get(key) ?? 0,
    })),
    empty: networks.filter(({ id }) => !count.has(id)).toSorted(byName),
  };
}

/** Of one lane: first what hangs on it alone, then what joins it to others. */
function bunchesOf(attached: readonly { instance: Instance; keys: readonly string[] }[]): Bunch[] {
  const groups = Map.groupBy(attached, ({ keys }) => keys.join('\n'));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => ({
      key,
      also: members[0]?.keys.slice(1) ?? [],
      instances: members.map(({ instance }) => instance),
    }));
}

/** Networks by id; those that the backend only names are told apart by that name. */
function networkKeys(instance: Instance, names: Map<string, string>): string[] {
  const keys = new Set(instance.networks);
  for (const { network, networkName } of instance.interfaces) {
    const key = network ?? (networkName === null ? null : `${instance.backend} ${networkName}`);
    if (key === null) continue;
    keys.add(key);
    if (networkName !== null) names.set(key, networkName);
  }
  return keys.size === 0 ? [loose] : [...keys];
}

const byName = (a: { name: string; id: string }, b: { name: string; id: string }) =>
  compare([a.name, a.id], [b.name, b.id]);

/** What hangs on nothing comes last. */
const compareLanes = (a: [name: string, key: string], b: [name: string, key: string]) =>
  a[1] === loose ? 1 : b[1] === loose ? -1 : compare(a, b);

const compare = (a: [string, string], b: [string, string]) =>
  a[0].localeCompare(b[0]) || (a[1] < b[1] ? -1 : Number(a[1] > b[1]));
