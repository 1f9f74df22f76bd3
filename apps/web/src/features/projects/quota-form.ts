import type { ProjectQuota } from '@orrery/contract/quota/quota.ts';
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

const MIB_PER_GIB = 1024;

/** As it is typed: nothing stands for no limit, and memory is in GiB as people speak of it. */
export function textsOf(quota: Quota): QuotaTexts {
  const text = (key: QuotaKey) => (quota[key] === null ? '' : String(quota[key]));
  return {
    instances: text('instances'),
    vcpus: text('vcpus'),
    memoryMiB: quota.memoryMiB === null ? '' : String(quota.memoryMiB / MIB_PER_GIB),
    volumes: text('volumes'),
    volumeGiB: text('volumeGiB'),
    snapshots: text('snapshots'),
    networks: text('networks'),
    images: text('images'),
  };
}

/** The limit as it is kept; undefined where the text is none. Memory is typed in GiB: half a GiB is 0.5. */
function limitOf(key: QuotaKey, text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (key !== 'memoryMiB') return /^\d+$/.test(typed) ? Number(typed) : undefined;
  const mib = Number(typed) * MIB_PER_GIB;
  return /^\d+(\.\d+)?$/.test(typed) && Number.isInteger(mib) ? mib : undefined;
}

export const isLimit = (key: QuotaKey, text: string): boolean => limitOf(key, text) !== undefined;

/** Only what differs, or undefined where something is not a number. */
export function quotaChange(texts: QuotaTexts, quota: Quota): Partial<Quota> | undefined {
  const change: Partial<Quota> = {};
  for (const key of quotaKeys) {
    const limit = limitOf(key, texts[key]);
    if (limit === undefined) return undefined;
    if (limit !== quota[key]) change[key] = limit;
  }
  return change;
}

export const askedKeys = (asked: Partial<Quota>): QuotaKey[] =>
  quotaKeys.filter(key => asked[key] !== undefined);

/** The limits of these that are typed, or undefined where one is no number. */
export function grantOf(texts: QuotaTexts, keys: readonly QuotaKey[]): Partial<Quota> | undefined {
  const granted: Partial<Quota> = {};
  for (const key of keys) {
    const limit = limitOf(key, texts[key]);
    if (limit === undefined) return undefined;
    granted[key] = limit;
  }
  return granted;
}

/** The first limit that is less than what is used of it already: it takes nothing away, and lets nothing new in. */
export const limitBelowUse = (limits: Partial<Quota>, { items }: ProjectQuota): QuotaKey | undefined =>
  quotaKeys.find(key => {
    const limit = limits[key];
    return typeof limit === 'number' && limit < items[key].used + items[key].reserved;
  });

/** What is asked for without being more than there is: nobody needs leave for that. */
export const notMore = (asked: Partial<Quota>, quota: Quota): QuotaKey | undefined =>
  quotaKeys.find(key => {
    const [limit, wanted] = [quota[key], asked[key]];
    return wanted !== undefined && (limit === null || (wanted !== null && wanted <= limit));
  });
