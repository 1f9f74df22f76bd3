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
  const { kind, applies, value } = remedy;
  if (applies === 'restart' && kind !== 'abort')
    return t(`migrations.remedies.again.${kind}`, {
      value: value === null ? '…' : remedyValue(remedy, value),
    });
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
  action: 'setBandwidth' | 'setDowntime' | 'startPostCopy' | 'cancel' | 'beginAnew';
  args: Record<string, unknown>;
}

/** The action that follows the advice; null where there is none. */
export function requestOf({ kind, applies, value }: Remedy): RemedyRequest | null {
  if (applies === 'restart') return anewWith(kind, value);
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

/** It lacks what would help: it has to be called off first, and begun anew with that. */
function anewWith(kind: Remedy['kind'], value: number | null): RemedyRequest | null {
  const action = 'beginAnew';
  switch (kind) {
    case 'bandwidth':
      return value === null ? null : { action, args: { bandwidth: Math.ceil(value) } };
    case 'downtime':
      return value === null ? null : { action, args: { downtimeMs: Math.ceil(value) } };
    case 'auto-converge':
      return { action, args: { autoConverge: true } };
    case 'post-copy':
      return { action, args: { postCopy: true } };
    default:
      return null;
  }
}
