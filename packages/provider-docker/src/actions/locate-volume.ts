import type { EngineLink } from '../engine/engine-link.ts';
import type { HostRecord, VolumeFacts } from '../engine/facts.ts';
import { nativeIds } from '../ids.ts';

export interface LocatedVolume {
  link: EngineLink;
  record: HostRecord;
  facts: VolumeFacts;
}

/** Volumes have names only, per engine: the engine that has the one of this native id. */
export function locateVolume(links: readonly EngineLink[], native: string): LocatedVolume | undefined {
  for (const link of links) {
    const { record } = link;
    for (const facts of record?.volumes.values() ?? []) {
      if (record && nativeIds.volume(record.name, facts.name) === native) return { link, record, facts };
    }
  }
  return undefined;
}
