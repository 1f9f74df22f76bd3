import type { Plan } from '@orrery/contract/migrations/plans.ts';
import type { Translate } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { formatDuration } from '../../lib/units.ts';
import { durationBand } from '../migrations/bands.ts';

export const planPath = (id: string): string => `/plans/${encodeURIComponent(id)}`;

export const PLAN_TONES: Record<Plan['state'], Tone> = {
  preview: 'off',
  running: 'busy',
  paused: 'warn',
  succeeded: 'ok',
  failed: 'bad',
  cancelled: 'off',
};

/** How many go in how many waves, and how long that takes, or has taken. */
export function planSummary(t: Translate, plan: Plan): string {
  const { steps, waves } = plan;
  if (steps.length === 0) return t('plans.empty');
  const time = timeOf(t, plan);
  return `${t('plans.summary', { count: steps.length, waves })}, ${time}`;
}

function timeOf(t: Translate, { totalMs, startedAt, endedAt, steps }: Plan): string {
  if (startedAt && endedAt)
    return t('plans.took', { time: formatDuration(Date.parse(endedAt) - Date.parse(startedAt)) });
  if (!totalMs) return t('plans.unknownTime');
  const isGuess = steps.some(({ basis }) => basis === 'sizes');
  return t(isGuess ? 'plans.guessed' : 'plans.takes', { time: durationBand(totalMs) });
}

export const isOver = ({ state }: Pick<Plan, 'state'>): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled';
