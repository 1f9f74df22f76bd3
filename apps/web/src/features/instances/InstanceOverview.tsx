import type { Instance } from '@orrery/contract/resources/instance.ts';
import { LoadCharts } from '../../components/charts/LoadCharts.tsx';
import { ImageName } from '../../components/cells/ImageName.tsx';
import { ProjectName } from '../../components/cells/ProjectName.tsx';
import { standingFacts } from '../../components/standing-facts.tsx';
import { useT } from '../../lib/i18n.ts';
import { placeFacts } from './place-facts.tsx';
import { formatMiB } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';

export function InstanceOverview({ instance }: { instance: Instance }) {
  const t = useT();
  return (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <Card title={t('instances.facts')}>
        <KeyValueList facts={useFacts(instance)} />
      </Card>
      <section aria-label={t('instances.load')}>
        <LoadCharts of={instance} />
      </section>
    </div>
  );
}

function useFacts(i: Instance): Fact[] {
  const t = useT();
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'fields.yes' : 'fields.no'));
  const time = (at: string | null) => at && <RelativeTime at={at} />;
  const limit = i.memoryMiB === 0 ? t('fields.noLimit') : formatMiB(i.memoryMiB);
  const used =
    i.memoryUsedMiB === null
      ? limit
      : t('instances.memoryOf', { used: formatMiB(i.memoryUsedMiB), total: limit });
  return [
    {
      label: t('fields.addresses'),
      value: i.addresses.length > 0 ? i.addresses.map(a => a.address).join(', ') : null,
      mono: true,
    },
    { label: t('fields.vcpus'), value: i.vcpus || t('fields.noLimit') },
    { label: t('fields.memory'), value: used },
    { label: t('fields.project'), value: <ProjectName id={i.project} /> },
    {
      label: t('fields.tags'),
      value:
        i.tags.length > 0 ? (
          <span className="flex flex-wrap gap-1">
            {i.tags.map(tag => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        ) : null,
    },
    { label: t('fields.title'), value: i.title },
    { label: t('fields.description'), value: i.description },
    { label: t('fields.image'), value: i.image && <ImageName image={i.image} /> },
    ...standingFacts(t, i),
    ...placeFacts(t, i),
    { label: t('fields.agent'), value: t(`instances.agents.${i.agent}`) },
    { label: t('fields.autostart'), value: yesNo(i.autostart) },
    { label: t('fields.persistent'), value: yesNo(i.persistent) },
    { label: t('fields.savedState'), value: yesNo(i.hasSavedState) },
    {
      label: t('fields.architecture'),
      value: [i.architecture, i.machineType, i.firmware].filter(Boolean).join(' · ') || null,
    },
    { label: t('fields.created'), value: time(i.createdAt) },
    { label: t('fields.started'), value: time(i.startedAt) },
    {
      label: t('fields.asOf'),
      value: (
        <>
          <RelativeTime at={i.asOf} />, {t(`instances.sources.${i.source}`)}
        </>
      ),
    },
    { label: t('fields.id'), value: i.id, mono: true },
  ];
}
