import type { LaunchCheck, LaunchInput } from '@orrery/contract/launch/launch.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount, formatMiB } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ToneShape } from '../../ui/ToneShape.tsx';
import { ApiCall } from './ApiCall.tsx';
import { LaunchCost } from './LaunchCost.tsx';
import { PlacesTable } from './PlacesTable.tsx';
import type { Problems } from './problems.ts';
import { QuotaLine } from './QuotaLine.tsx';

type LaunchSummaryProps = {
  launch: LaunchInput | null;
  check: LaunchCheck | undefined;
  current: boolean;
  problems: Problems;
  busy: boolean;
  onLaunch: () => void;
};

/** Always true: what it takes, whether it fits, and everything that is missing. */
export function LaunchSummary({ launch, check, current, problems, busy, onLaunch }: LaunchSummaryProps) {
  const t = useT();
  const count = launch?.count ?? 1;
  const reason = reasonNotTo(t, { launch, check, problems });
  return (
    <aside className="flex flex-col gap-4 lg:sticky lg:top-0" aria-label={t('launch.summary')}>
      <Card title={t('launch.summary')}>
        <div className="flex flex-col gap-3">
          <Verdict check={check} problems={problems} chosen={launch !== null} />
          {check && <Quota quota={check.quota} />}
          {check && launch?.project && <LaunchCost quota={check.quota} />}
          <Button
            tone="primary"
            size="large"
            busy={busy}
            disabledReason={busy ? undefined : reason}
            onClick={onLaunch}
            type="submit"
          >
            {count > 1 ? t('launch.launch', { count }) : t('launch.button')}
          </Button>
          <p role="status" className="min-h-4 text-12 text-muted">
            {launch && !current && !problems.all.length ? t('launch.checking') : ''}
          </p>
        </div>
      </Card>
      {check && check.hosts.length > 0 && <PlacesTable hosts={check.hosts} />}
      {launch && <ApiCall launch={launch} />}
    </aside>
  );
}

type Said = Pick<LaunchSummaryProps, 'launch' | 'check' | 'problems'>;

function reasonNotTo(t: ReturnType<typeof useT>, { launch, check, problems }: Said): string | undefined {
  if (launch === null) return t('launch.chooseSource');
  if (launch.flavor === null) return t('launch.chooseSize');
  const [first] = problems.all;
  if (first) return first.said;
  // Only of the first answer: the one before stands until the next is there.
  if (!check) return t('launch.checking');
  return check.ok ? undefined : t('launch.notNow');
}

function Verdict({
  check,
  problems,
  chosen,
}: {
  check: LaunchCheck | undefined;
  problems: Problems;
  chosen: boolean;
}) {
  const t = useT();
  if (!chosen) return <p className="text-13 text-muted">{t('launch.chooseSource')}</p>;
  if (problems.all.length > 0)
    return (
      <ul className="flex flex-col gap-1.5 text-13" aria-label={t('launch.missing')}>
        {problems.all.map(({ said, field }) => (
          <li key={`${field}/${said}`} className="flex gap-2">
            <ToneShape tone="bad" className="mt-1" />
            <span className="min-w-0 [overflow-wrap:anywhere]">{said}</span>
          </li>
        ))}
      </ul>
    );
  if (!check) return null;
  return (
    <p className="flex gap-2 text-13">
      <ToneShape tone="ok" className="mt-1" />
      {check.fits === null
        ? t('launch.fitsNow')
        : t('launch.fitsNowOf', { count: check.fits, value: formatCount(check.fits) })}
    </p>
  );
}

function Quota({ quota }: { quota: LaunchCheck['quota'] }) {
  const t = useT();
  const gib = (value: number) => formatMiB(value * 1024);
  const lines = [
    ['instances', formatCount],
    ['vcpus', formatCount],
    ['memoryMiB', formatMiB],
    ['volumes', formatCount],
    ['volumeGiB', gib],
  ] as const;
  return (
    <div className="flex flex-col gap-2 border-y py-3" role="group" aria-label={t('projects.quota')}>
      {lines
        .filter(([key]) => quota[key].asked > 0 || quota[key].limit !== null)
        .map(([key, format]) => (
          <QuotaLine key={key} label={t(`projects.limits.${key}`)} item={quota[key]} format={format} />
        ))}
    </div>
  );
}
