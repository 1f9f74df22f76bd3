import type { Plan } from '@orrery/contract/migrations/plans.ts';
import type { Translate } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
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

/** How many go in how many waves, and how long that takes. */
export function planSummary(t: Translate, { steps, waves, totalMs }: Plan): string {
  if (steps.length === 0) return t('plans.empty');
  const time = totalMs ? t('plans.takes', { time: durationBand(totalMs) }) : t('plans.unknownTime');
  return `${t('plans.summary', { count: steps.length, waves })}, ${time}`;
}

export const isOver = ({ state }: Pick<Plan, 'state'>): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled';
