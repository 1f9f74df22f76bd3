import type { Image, Snapshot, Volume } from '@orrery/contract/resources/storage.ts';
import { useLiveList } from '../../api/live-rows.ts';
import type { Translate } from '../../lib/i18n.ts';
import { formatDate } from '../../lib/dates.ts';
import { formatBytes } from '../../lib/units.ts';
import type { Choice } from './ChoiceRows.tsx';
import type { Draft, SourceKind } from './draft.ts';

export interface Sources {
  images: readonly Image[];
  volumes: readonly Volume[];
  snapshots: readonly Snapshot[];
  ready: boolean;
  /** Kinds that there is something of, and always images. */
  kinds: readonly SourceKind[];
}

const isContainerImage = ({ format }: Image) => format === 'oci';
const isInstaller = ({ format }: Image) => format === 'iso';

/** What an instance can be made from, as far as this person sees it. */
export function useSources(): Sources {
  const images = useLiveList('image', { sort: 'name', limit: 500 });
  const volumes = useLiveList('volume', { q: 'status:available', sort: 'name', limit: 200 });
  const snapshots = useLiveList('snapshot', { sort: '-created', limit: 200 });
  const kinds: SourceKind[] = ['image'];
  if (images.rows.some(isContainerImage)) kinds.push('reference');
  if (volumes.rows.length > 0) kinds.push('volume');
  if (snapshots.rows.length > 0) kinds.push('snapshot');
  if (images.rows.some(isInstaller)) kinds.push('installer');
  return {
    images: images.rows,
    volumes: volumes.rows,
    snapshots: snapshots.rows,
    ready: images.ready,
    kinds,
  };
}

/** Whether what is chosen becomes a container. */
export function becomesContainer(draft: Draft, sources: Sources): boolean {
  if (draft.sourceKind === 'reference') return true;
  const chosen = sources.images.find(({ id }) => id === draft.sources[draft.sourceKind]);
  return draft.sourceKind === 'image' && chosen !== undefined && isContainerImage(chosen);
}

/** What a new instance is called after: of a snapshot, the instance that it is of. */
export function nameOfSource(kind: SourceKind, sources: Sources, id = ''): string | undefined {
  if (kind === 'reference') return id === '' ? undefined : id;
  if (kind === 'snapshot') return sources.snapshots.find(snapshot => snapshot.id === id)?.instanceName;
  const among: readonly { id: string; name: string }[] = kind === 'volume' ? sources.volumes : sources.images;
  return among.find(found => found.id === id)?.name;
}

const bytes = (value: number | null): string | null => (value === null ? null : formatBytes(value));
const line = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(' · ');

export function sourceChoices(t: Translate, kind: SourceKind, sources: Sources): Choice[] {
  switch (kind) {
    case 'image':
      return sources.images.filter(image => !isInstaller(image)).map(image => imageChoice(t, image));
    case 'installer':
      return sources.images.filter(isInstaller).map(image => imageChoice(t, image));
    case 'volume':
      return sources.volumes.map(({ id, name, poolName, capacityBytes }) => ({
        value: id,
        title: name,
        detail: poolName,
        facts: bytes(capacityBytes),
      }));
    case 'snapshot':
      return sources.snapshots.map(({ id, name, instanceName, createdAt, sizeBytes }) => ({
        value: id,
        title: name,
        detail: line(instanceName, createdAt && formatDate(createdAt)),
        facts: bytes(sizeBytes),
      }));
    case 'reference':
      return [];
  }
}

function imageChoice(t: Translate, image: Image): Choice {
  const { id, name, os, format, architecture, virtualSizeBytes, sizeBytes, status, backend } = image;
  return {
    value: id,
    title: name,
    detail: line(
      os,
      architecture,
      isContainerImage(image) ? t('launch.container') : format,
      backend === null ? t('launch.catalogue') : backend,
    ),
    facts: bytes(virtualSizeBytes ?? sizeBytes),
    refusal: status === 'available' ? undefined : t('launch.imageNot'),
  };
}
