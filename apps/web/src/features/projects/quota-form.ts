import type { Quota } from '@orrery/contract/resources/identity.ts';

export const quotaKeys = [
  'instances',
  'vcpus',
  'memoryMiB',
  'volumes',
  'volumeGiB',
  'snapshots',
  'networks',
  'images',
] as const satisfies readonly (keyof Quota)[];
export type QuotaKey = (typeof quotaKeys)[number];
export type QuotaTexts = Record<QuotaKey, string>;

/** As it is typed: nothing stands for no limit. */
export function textsOf(quota: Quota): QuotaTexts {
  const text = (key: QuotaKey) => (quota[key] === null ? '' : String(quota[key]));
  return {
    instances: text('instances'),
    vcpus: text('vcpus'),
    memoryMiB: text('memoryMiB'),
    volumes: text('volumes'),
    volumeGiB: text('volumeGiB'),
    snapshots: text('snapshots'),
    networks: text('networks'),
    images: text('images'),
  };
}

export const isLimit = (text: string): boolean => /^\d*$/.test(text.trim());

/** Only what differs, or undefined where something is not a number. */
export function quotaChange(texts: QuotaTexts, quota: Quota): Partial<Quota> | undefined {
  const change: Partial<Quota> = {};
  for (const key of quotaKeys) {
    if (!isLimit(texts[key])) return undefined;
    const limit = texts[key].trim() === '' ? null : Number(texts[key]);
    if (limit !== quota[key]) change[key] = limit;
  }
  return change;
}
