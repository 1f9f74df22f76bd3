import { useLiveAggregate } from '../../api/live-aggregate.ts';
import { listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes, formatCount, NO_VALUE } from '../../lib/units.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { InstanceCounts } from './InstanceCounts.tsx';

const HOST_SUMS = ['threads', 'threadsused', 'promisedvcpus', 'memory', 'memoryused', 'promisedmemory'];
const POOL_SUMS = ['size', 'used', 'promised'];
// What does not answer is no capacity, and its figures are old.
const ANSWERING = '!is:attention';

/** Not known is not nought: no figure is shown before the first answer. The last ones stay; the banner says their age. */
const unknown = () => NO_VALUE;

/** What there is, what was promised of it and what is used of it, over everything that answers. */
export function FleetCapacity() {
  const t = useT();
  const hosts = useLiveAggregate({ topic: 'host', q: ANSWERING, sums: HOST_SUMS });
  const silent = useLiveAggregate({ topic: 'host', q: 'is:attention' }).groups[0]?.count ?? 0;
  const pools = useLiveAggregate({ topic: 'storage-pool', q: ANSWERING, sums: POOL_SUMS });
  const of = (name: string) => hosts.groups[0]?.sums[name] ?? 0;
  const inPools = (name: string) => pools.groups[0]?.sums[name] ?? 0;
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <InstanceCounts />
      <Card
        title={t('overview.capacity.title')}
        actions={
          silent > 0 && (
            <TextLink href={listPath('host', 'is:attention')} className="px-2 text-12 text-warn-text">
              {t('overview.capacity.without', { count: silent })}
            </TextLink>
          )
        }
      >
        <div className="grid gap-6 md:grid-cols-3">
          <CapacityBar
            label={t('overview.capacity.cpu')}
            format={hosts.asOf === null ? unknown : formatCount}
            used={of('threadsused')}
            promised={of('promisedvcpus')}
            total={of('threads')}
          />
          <CapacityBar
            label={t('fields.memory')}
            format={hosts.asOf === null ? unknown : formatBytes}
            used={of('memoryused')}
            promised={of('promisedmemory')}
            total={of('memory')}
          />
          <CapacityBar
            label={t('overview.capacity.storage')}
            format={pools.asOf === null ? unknown : formatBytes}
            used={inPools('used')}
            promised={inPools('promised')}
            total={inPools('size')}
          />
        </div>
      </Card>
    </div>
  );
}
