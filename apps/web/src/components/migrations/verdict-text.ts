import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { Translate } from '../../lib/i18n.ts';
import type { Tone } from '../../lib/status-tone.ts';
import { formatBytes, formatBytesPerSecond, formatDuration, formatPercent } from '../../lib/units.ts';
import { durationBand } from './bands.ts';

export interface VerdictText {
  tone: Tone;
  text: string;
  /** Changes only when something else is said, not when a figure ticks: what is read out hangs on it. */
  key: string;
}

type Forecast = NonNullable<Migration['forecast']>;

/** How a move stands, in one sentence with the figures that prove it. */
export function verdictText(t: Translate, m: Migration): VerdictText {
  if (m.status === 'queued') return { tone: 'off', text: t('migrations.verdict.waiting'), key: 'waiting' };
  if (m.status !== 'running') return endText(t, m);
  return phaseText(t, m) ?? forecastText(t, m);
}

function endText(t: Translate, m: Migration): VerdictText {
  const from = m.fromHostName ?? '–';
  if (m.status === 'cancelled')
    return { tone: 'off', text: t('migrations.verdict.cancelled', { from }), key: 'cancelled' };
  if (m.status === 'failed')
    return { tone: 'bad', text: t('migrations.verdict.failed', { from }), key: 'failed' };
  const time = formatDuration(m.result?.totalMs ?? tookMs(m));
  const pause = m.result?.pauseMs ?? null;
  const text =
    pause === null
      ? t('migrations.verdict.succeededUnmeasured', { time })
      : t('migrations.verdict.succeeded', { time, pause: formatDuration(pause) });
  return { tone: 'ok', text, key: 'succeeded' };
}

const tookMs = ({ startedAt, endedAt }: Migration): number =>
  startedAt === null || endedAt === null ? 0 : Date.parse(endedAt) - Date.parse(startedAt);

/** What only the phase tells. */
function phaseText(t: Translate, m: Migration): VerdictText | null {
  const said = (tone: Tone, text: string): VerdictText => ({ tone, text, key: m.phase ?? '' });
  switch (m.phase) {
    case 'check':
    case 'prepare':
      return said('busy', t('migrations.verdict.preparing'));
    case 'switch-over':
      return said('busy', t('migrations.verdict.switching'));
    case 'post-copy':
      return said(
        'busy',
        t('migrations.verdict.postCopy', { to: m.toHostName ?? '–', eta: etaOf(t, m.forecast) }),
      );
    case 'finish':
    case 'verify':
      return said('busy', t('migrations.verdict.verifying'));
    case 'roll-back':
      return said('warn', t('migrations.verdict.rollingBack', { from: m.fromHostName ?? '–' }));
    default:
      return null;
  }
}

function forecastText(t: Translate, m: Migration): VerdictText {
  const { forecast } = m;
  if (forecast?.verdict) return judged(t, m, forecast);
  if (m.backendPercent !== null && m.memory === null) return percentText(t, m, m.backendPercent);
  if (m.phase === 'copy-disks' && m.disks) {
    const { doneBytes, totalBytes } = m.disks;
    const text = t('migrations.verdict.disks', {
      done: formatBytes(doneBytes),
      total: formatBytes(totalBytes),
    });
    return { tone: 'busy', text, key: 'disks' };
  }
  return { tone: 'busy', text: t('migrations.verdict.unknown'), key: 'unknown' };
}

function percentText(t: Translate, m: Migration, backendPercent: number): VerdictText {
  const percent = formatPercent(backendPercent);
  const text = m.forecast?.etaMs
    ? t('migrations.verdict.percentEta', { percent, eta: etaOf(t, m.forecast) })
    : t('migrations.verdict.percentOnly', { percent });
  return { tone: 'busy', text, key: 'percent' };
}

const TONES: Record<NonNullable<Forecast['verdict']>, Tone> = {
  converging: 'ok',
  slow: 'warn',
  borderline: 'warn',
  'will-not-finish': 'bad',
  stalled: 'bad',
};

function judged(t: Translate, m: Migration, forecast: Forecast): VerdictText {
  const verdict = forecast.verdict ?? 'stalled';
  const key = `${verdict}/${verdict === 'borderline' ? String(forecast.leansToFinish) : ''}`;
  return { tone: TONES[verdict], text: judgedText(t, m, forecast), key };
}

function judgedText(t: Translate, m: Migration, forecast: Forecast): string {
  const time = { eta: etaOf(t, forecast), pause: pauseOf(t, forecast) };
  const rates = { dirty: rateOf(t, m.memory?.dirtyRate), link: rateOf(t, m.memory?.throughput) };
  switch (forecast.verdict) {
    case 'converging':
      return t('migrations.verdict.converging', time);
    case 'slow':
      return t('migrations.verdict.slow', time);
    case 'borderline':
      return forecast.leansToFinish
        ? t('migrations.verdict.borderlineYes', time)
        : t('migrations.verdict.borderlineNo', rates);
    case 'will-not-finish':
      return writesFaster(m) ? t('migrations.verdict.willNotFinish', rates) : t('migrations.verdict.willNot');
    default:
      return t('migrations.verdict.stalled', { time: formatDuration(forecast.stalledForMs) });
  }
}

/** The two rates explain it only where the guest really writes more than is sent. */
const writesFaster = ({ memory }: Migration): boolean =>
  (memory?.dirtyRate ?? 0) > (memory?.throughput ?? Number.POSITIVE_INFINITY);

const rateOf = (t: Translate, rate: number | null | undefined): string =>
  rate === null || rate === undefined ? t('migrations.verdict.notKnown') : formatBytesPerSecond(rate);

export function etaOf(t: Translate, forecast: Forecast | null): string {
  if (!forecast?.etaMs) return t('migrations.verdict.nobodyKnows');
  return forecast.etaMs.high < 1000 ? t('migrations.verdict.soon') : durationBand(forecast.etaMs);
}

function pauseOf(t: Translate, { pause }: Forecast): string {
  if (!pause) return t('migrations.verdict.pauseUnknown');
  return t('migrations.verdict.pauseAbout', { pause: formatDuration(pause.expectedMs) });
}
