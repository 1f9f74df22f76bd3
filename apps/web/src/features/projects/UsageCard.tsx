import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { type MessageKey, useT } from '../../lib/i18n.ts';
import { formatAmount } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Select } from '../../ui/Select.tsx';
import { SkeletonLines } from '../../ui/Skeleton.tsx';
import { everyDay, type Measure, measures } from './usage-days.ts';
import { UsageBars } from './UsageBars.tsx';

const DAYS = 30;
const WORDS: Record<Measure, MessageKey> = {
  vcpuHours: 'projects.vcpuHours',
  memoryGiBHours: 'projects.memoryHours',
  volumeGiBHours: 'projects.volumeHours',
  instanceHours: 'projects.instanceHours',
};

/** What a project used, day by day: as bars, and as a table. */
export function UsageCard({ project }: { project: string }) {
  const t = useT();
  const [measure, setMeasure] = useState<Measure>('vcpuHours');
  const usage = useQuery({
    queryKey: ['usage', project],
    queryFn: ({ signal }) => orrery.own.usage(project, DAYS, signal),
  });
  const recorded = usage.data?.days ?? [];
  const title = t('projects.usage', { days: DAYS });
  return (
    <Card
      title={title}
      actions={
        <Select
          aria-label={t('projects.measure')}
          value={measure}
          options={measures.map(value => ({ value, label: t(WORDS[value]) }))}
          onValueChange={setMeasure}
        />
      }
    >
      {usage.error && <ErrorState failure={failureOf(usage.error)} onRetry={() => void usage.refetch()} />}
      {usage.isPending && <SkeletonLines lines={4} />}
      {usage.data && recorded.length === 0 && (
        <p className="py-4 text-center text-13 text-muted">{t('projects.noUsage')}</p>
      )}
      {recorded.length > 0 && (
        <>
          <UsageBars days={everyDay(recorded, DAYS)} measure={measure} />
          <details className="mt-3 text-13">
            <summary className="cursor-pointer rounded-sm text-muted hover:text-text">
              {t('projects.usageTable')}
            </summary>
            <SimpleTable<(typeof recorded)[number]>
              label={title}
              rows={recorded.toReversed()}
              rowKey={day => day.day}
              empty=""
              columns={[
                { header: t('projects.day'), cell: day => day.day },
                ...measures.map(value => ({
                  header: t(WORDS[value]),
                  end: true,
                  cell: (day: (typeof recorded)[number]) => formatAmount(day[value]),
                })),
              ]}
            />
          </details>
        </>
      )}
    </Card>
  );
}
