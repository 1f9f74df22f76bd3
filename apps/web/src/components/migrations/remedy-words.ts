import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { Translate } from '../../lib/i18n.ts';
import { formatBytesPerSecond, formatDuration, formatPercent } from '../../lib/units.ts';

export type Remedy = NonNullable<Migration['forecast']>['remedies'][number];

/** A remedy's value in its own unit. */
export function remedyValue({ kind }: Pick<Remedy, 'kind'>, value: number): string {
  if (kind === 'bandwidth') return formatBytesPerSecond(value);
  return kind === 'downtime' ? formatDuration(value) : formatPercent(value);
}

/** The verb with the value that makes it converge: what stands on the button. */
export function remedyLabel(t: Translate, remedy: Remedy): string {
  const { kind, value } = remedy;
  if (kind === 'post-copy' || kind === 'abort') return t(`migrations.remedies.${kind}`);
  return t(`migrations.remedies.${kind}`, { value: value === null ? '…' : remedyValue(remedy, value) });
}

/** What would come of it. */
export function remedyEffect(t: Translate, { kind, etaMs, pauseMs, chance }: Remedy): string | null {
  if (kind === 'abort' || etaMs === null) return null;
  return t('migrations.remedies.effect', {
    eta: formatDuration(etaMs),
    pause: pauseMs === null ? t('migrations.verdict.pauseUnknown') : formatDuration(pauseMs),
    // Never all sure: only an end that is forced is certain.
    chance: formatPercent(kind === 'post-copy' ? 100 : Math.min(99, Math.round(chance * 100))),
  });
}

export interface RemedyRequest {
  action: 'setBandwidth' | 'setDowntime' | 'startPostCopy' | 'cancel';
  args: Record<string, unknown>;
}

/** The action that follows the advice; null where there is none while it runs. */
export function requestOf({ kind, applies, value }: Remedy): RemedyRequest | null {
  if (applies === 'restart') return null;
  switch (kind) {
    case 'bandwidth':
      return value === null ? null : { action: 'setBandwidth', args: { bytesPerSecond: Math.ceil(value) } };
    case 'downtime':
      return value === null ? null : { action: 'setDowntime', args: { milliseconds: Math.ceil(value) } };
    case 'post-copy':
      return { action: 'startPostCopy', args: {} };
    case 'abort':
      return { action: 'cancel', args: {} };
    default:
      return null;
  }
}
