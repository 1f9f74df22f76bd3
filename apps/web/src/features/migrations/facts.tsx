import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { etaOf } from '../../components/migrations/verdict-text.ts';
import { detailPath } from '../../components/paths.ts';
import { formatDate } from '../../lib/dates.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatBytes, formatDuration, formatPercent } from '../../lib/units.ts';
import type { Fact } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';

/** What is known of a move besides its picture. What its back end does not tell is left out. */
export function useMoveFacts(m: Migration): Fact[] {
  const t = useT();
  return [...forecastFacts(t, m), ...progressFacts(t, m), ...courseFacts(t, m)].filter(
    ({ value }) => value !== null && value !== undefined && value !== false,
  );
}

function forecastFacts(t: Translate, { forecast, status }: Migration): Fact[] {
  if (!forecast || status !== 'running') return [];
  const { pause, kappa, confidence, basis } = forecast;
  return [
    { label: t('migrations.facts.eta'), value: forecast.etaMs && etaOf(t, forecast) },
    {
      label: t('migrations.facts.pause'),
      value:
        pause &&
        t('migrations.facts.pauseText', {
          expected: formatDuration(pause.expectedMs),
          most: formatDuration(pause.atMostMs),
        }),
    },
    {
      label: t('migrations.confidence.label'),
      value: `${t(`migrations.confidence.${confidence}`)}. ${t('migrations.restsOn', { basis: t(`migrations.basis.${basis}`) })}`,
    },
    {
      label: t('migrations.facts.kappa'),
      value: kappa !== null && t('migrations.facts.kappaText', { value: kappa.toFixed(2) }),
    },
  ];
}

function progressFacts(t: Translate, { memory, disks, backendPercent }: Migration): Fact[] {
  const of = (done: number, total: number) =>
    t('migrations.facts.ofTotal', { done: formatBytes(done), total: formatBytes(total) });
  return [
    {
      label: t('migrations.facts.remaining'),
      value: memory && of(memory.remainingBytes, memory.totalBytes),
    },
    { label: t('migrations.facts.sent'), value: memory && formatBytes(memory.sentBytes) },
    { label: t('migrations.facts.disks'), value: disks && of(disks.doneBytes, disks.totalBytes) },
    {
      label: t('migrations.facts.workingSet'),
      value: memory?.workingSetBytes ? formatBytes(memory.workingSetBytes) : null,
    },
    {
      label: t('migrations.facts.throttle'),
      value: memory && memory.throttlePercent > 0 && formatPercent(memory.throttlePercent),
    },
    {
      label: t('migrations.facts.backendPercent'),
      value:
        backendPercent !== null &&
        t('migrations.facts.backendPercentText', { percent: formatPercent(backendPercent) }),
    },
  ];
}

function courseFacts(t: Translate, m: Migration): Fact[] {
  const check = m.result?.guestCheck ?? null;
  const outcome = check?.survived === true ? 'survived' : check?.survived === false ? 'died' : 'unproved';
  return [
    {
      label: t('migrations.facts.guestCheck'),
      value: check && t(`migrations.facts.${outcome}`, { detail: check.detail }),
    },
    { label: t('migrations.facts.method'), value: t(`migrations.methodTexts.${m.method}`) },
    { label: t('migrations.facts.begun'), value: m.startedAt && formatDate(m.startedAt) },
    { label: t('migrations.facts.ended'), value: m.endedAt && formatDate(m.endedAt) },
    {
      label: t('migrations.facts.operation'),
      value: m.operation && (
        <TextLink href={detailPath('operation', m.operation)}>{t('migrations.facts.showOperation')}</TextLink>
      ),
    },
    { label: t('fields.id'), value: m.id, mono: true },
  ];
}
