import type { Flavor } from '@orrery/contract/resources/planned.ts';

export const sizeKeys = ['vcpus', 'memoryMiB', 'diskGiB'] as const;
type SizeKey = (typeof sizeKeys)[number];
export type FlavorTexts = Record<'name' | 'description' | SizeKey, string>;

export const textsOf = (flavor: Flavor | undefined): FlavorTexts => ({
  name: flavor?.name ?? '',
  description: flavor?.description ?? '',
  vcpus: String(flavor?.vcpus ?? 1),
  memoryMiB: String(flavor?.memoryMiB ?? 1024),
  diskGiB: String(flavor?.diskGiB ?? 10),
});

const isCount = (text: string): boolean => /^\d+$/.test(text.trim());

/** The request that the form stands for; the key of the first field that is wrong instead. */
export function toFlavor(texts: FlavorTexts) {
  const wrong = (['name', ...sizeKeys] as const).find(key =>
    key === 'name'
      ? texts.name.trim() === ''
      : !isCount(texts[key]) || (key !== 'diskGiB' && Number(texts[key]) === 0),
  );
  if (wrong !== undefined) return { ok: false as const, wrong };
  return {
    ok: true as const,
    flavor: {
      name: texts.name.trim(),
      description: texts.description.trim() || null,
      vcpus: Number(texts.vcpus),
      memoryMiB: Number(texts.memoryMiB),
      diskGiB: Number(texts.diskGiB),
    },
  };
}
