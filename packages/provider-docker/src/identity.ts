import type { ContainerFacts, HostRecord } from './engine/facts.ts';
import { type Labels, labelNames } from './map/labels.ts';

/**
 * An engine gives each container an id of its own, but an instance keeps its id when it is moved: the container that it
 * becomes bears the first one's id as a label. Empty where a container has the label from its image.
 */
export const nativeOfContainer = ({ id, labels }: { id: string; labels: Labels }): string =>
  labels[labelNames.instance] || id;

/** Of containers that are one instance, in the course of a move: the newest that was ever started, else the oldest. */
function counting(copies: readonly ContainerFacts[]): ContainerFacts | undefined {
  const byAge = copies.toSorted((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? -1 : 1));
  return byAge.findLast(c => c.state.startedAt !== null) ?? byAge[0];
}

const copiesIn = (record: HostRecord, native: string): ContainerFacts[] => {
  const own = record.containers.get(native);
  const moved = [...record.containers.values()].filter(c => c.labels[labelNames.instance] === native);
  return own && !moved.includes(own) ? [own, ...moved] : moved;
};

interface Place {
  record: HostRecord | null;
}

export interface Located<P extends Place> {
  place: P;
  facts: ContainerFacts;
}

/** All containers that are this instance: one, but in the course of a move. */
export const copiesOfInstance = <P extends Place>(places: readonly P[], native: string): Located<P>[] =>
  places.flatMap(place =>
    place.record === null ? [] : copiesIn(place.record, native).map(facts => ({ place, facts })),
  );

/** The container that an instance is, and where. */
export function locateInstance<P extends Place>(
  places: readonly P[],
  native: string,
): Located<P> | undefined {
  const copies = copiesOfInstance(places, native);
  const facts = counting(copies.map(copy => copy.facts));
  return copies.find(copy => copy.facts === facts);
}

/** Instances that were moved and are therefore looked for on all engines. */
export function movedNatives(records: Iterable<HostRecord>): Set<string> {
  const natives = new Set<string>();
  for (const { containers } of records)
    for (const { labels } of containers.values()) {
      const native = labels[labelNames.instance];
      if (native) natives.add(native);
    }
  return natives;
}
