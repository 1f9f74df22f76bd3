import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';

const DAYS = 30;

/** What a project used, day by day, newest first. */
export function UsageCard({ project }: { project: string }) {
  const t = useT();
  const usage = useQuery({
    queryKey: ['usage', project],
    queryFn: ({ signal }) => orrery.own.usage(project, DAYS, signal),
  });
  const days = usage.data?.days.toReversed() ?? [];
  if (days.length === 0) return null;
  return (
    <Card title={t('projects.usage', { days: DAYS })} flush>
      <SimpleTable<(typeof days)[number]>
        label={t('projects.usage', { days: DAYS })}
        rows={days}
        rowKey={day => day.day}
        empty=""
        columns={[
          { header: t('projects.day'), cell: day => day.day },
          { header: t('projects.instanceHours'), end: true, cell: day => formatCount(day.instanceHours) },
          { header: t('projects.vcpuHours'), end: true, cell: day => formatCount(day.vcpuHours) },
          { header: t('projects.memoryHours'), end: true, cell: day => formatCount(day.memoryGiBHours) },
          { header: t('projects.volumeHours'), end: true, cell: day => formatCount(day.volumeGiBHours) },
        ]}
      />
    </Card>
  );
}
