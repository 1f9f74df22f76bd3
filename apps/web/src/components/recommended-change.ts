import type { Recommendation } from '@orrery/contract/resources/recommendation.ts';
import type { Translate } from '../lib/i18n.ts';

/** What it would do, in one line. */
export function recommendedChange(t: Translate, { action, steps, fromHostName, toHostName }: Recommendation) {
  const change = t(`watching.moves.${action}`, { from: fromHostName ?? '–', to: toHostName ?? '–' });
  return steps > 1 ? `${change}, ${t('watching.steps', { count: steps - 1 })}` : change;
}

export const gainText = (t: Translate, { gain }: Recommendation): string | null =>
  gain === null ? null : t('watching.points', { value: gain.toFixed(1) });
