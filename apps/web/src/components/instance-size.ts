import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Translate } from '../lib/i18n.ts';
import { formatMiB } from '../lib/units.ts';

/** "2 · 4 GiB". A container without limits has 0 of what it may take all of. */
export function sizeText(t: Translate, { vcpus, memoryMiB }: Pick<Instance, 'vcpus' | 'memoryMiB'>): string {
  if (vcpus === 0 && memoryMiB === 0) return t('fields.noLimit');
  return `${vcpus === 0 ? '∞' : vcpus} · ${memoryMiB === 0 ? '∞' : formatMiB(memoryMiB)}`;
}
