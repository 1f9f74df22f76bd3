import { useLiveList } from '../../api/live-rows.ts';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { RankedList } from './RankedList.tsx';

const SHOWN = 5;
const HOT_HOSTS = 'status:up,maintenance !is:stale has:cpu';
const HOT_INSTANCES = 'power:running !is:stale has:cpu';

export function HotHosts() {
  const t = useT();
  const { rows, ready } = useLiveList('host', { q: HOT_HOSTS, sort: '-cpu', limit: SHOWN });
  return (
    <RankedList
      title={t('overview.hotHosts')}
      rows={rows}
      ready={ready}
      empty={t('hosts.emptyTitle')}
      more={`${listPath('host')}?sort=-cpu`}
      line={host => (
        <Load
          name={host.name}
          href={detailPath('host', host.id)}
          place={host.clusterName}
          trend={host.cpuTrend}
          percent={host.cpuPercent}
        />
      )}
    />
  );
}

export function HotInstances() {
  const t = useT();
  const session = useSession();
  const topology = session !== null && mayAnywhere(session, 'fleet.read');
  const { rows, ready } = useLiveList('instance', { q: HOT_INSTANCES, sort: '-cpu', limit: SHOWN });
  return (
    <RankedList
      title={t('overview.hotInstances')}
      rows={rows}
      ready={ready}
      empty={t('overview.noneRunning')}
      more={`${listPath('instance')}?sort=-cpu`}
      line={instance => (
        <Load
          name={instance.name}
          href={detailPath('instance', instance.id)}
          place={topology ? instance.hostName : null}
          trend={instance.cpuTrend}
          percent={instance.cpuPercent}
        />
      )}
    />
  );
}

type LoadProps = {
  name: string;
  href: string;
  place: string | null;
  trend: readonly number[] | undefined;
  percent: number | null;
};

function Load({ name, href, place, trend, percent }: LoadProps) {
  const t = useT();
  return (
    <>
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <TextLink href={href} className="truncate">
          {name}
        </TextLink>
        {place && <span className="truncate text-12 text-muted">{place}</span>}
      </span>
      {trend && <Sparkline values={trend} className="w-16 shrink-0" />}
      <span className="w-28 shrink-0">
        <Meter percent={percent} label={`${t('fields.cpu')} ${name}`} />
      </span>
    </>
  );
}
