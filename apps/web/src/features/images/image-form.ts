import type { ChangeImage } from '@orrery/contract/images/bodies.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';

/** What is typed, as it stands on the screen. */
export interface ImageTexts {
  name: string;
  description: string;
  os: string;
  minDisk: string;
  minMemory: string;
  visibility: Image['visibility'];
  /** Project ids. */
  sharedWith: readonly string[];
  isProtected: boolean;
}

const shown = (value: number | null) => (value === null ? '' : String(value));

export const textsOf = (image: Image): ImageTexts => ({
  name: image.name,
  description: image.catalogue?.description ?? '',
  os: image.os ?? '',
  minDisk: shown(image.minDiskGiB),
  minMemory: shown(image.minMemoryMiB),
  visibility: image.visibility,
  sharedWith: image.catalogue?.sharedWith ?? [],
  isProtected: image.protected,
});

const isCount = (text: string): boolean => /^\d*$/.test(text.trim());
const countOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** Fields that cannot be sent as they are. */
export function wrongFields(texts: ImageTexts): ReadonlySet<keyof ImageTexts> {
  const wrong = new Set<keyof ImageTexts>();
  if (texts.name.trim() === '') wrong.add('name');
  if (!isCount(texts.minDisk)) wrong.add('minDisk');
  if (!isCount(texts.minMemory)) wrong.add('minMemory');
  return wrong;
}

/** The request that the form stands for: who sees it is named only where that changes. */
export function toChange(texts: ImageTexts, image: Image): ChangeImage {
  const before = image.catalogue?.sharedWith ?? [];
  const shares = texts.visibility === 'shared' && !sameIds(texts.sharedWith, before);
  return {
    name: texts.name.trim(),
    description: texts.description.trim() || null,
    os: texts.os.trim() || null,
    minDiskGiB: countOf(texts.minDisk),
    minMemoryMiB: countOf(texts.minMemory),
    protected: texts.isProtected,
    ...(texts.visibility !== image.visibility && { visibility: texts.visibility }),
    ...(shares && { sharedWith: [...texts.sharedWith] }),
  };
}

const sameIds = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every(id => b.includes(id));
