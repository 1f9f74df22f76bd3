import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { detailPath, listPath } from '../../components/paths.ts';
import { cn } from '../../lib/cn.ts';
import { useT } from '../../lib/i18n.ts';
import { loadTone } from '../../lib/load-tone.ts';
import { formatPercent } from '../../lib/units.ts';
import { TextLink } from '../../ui/Link.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { RankedList } from './RankedList.tsx';

const SHOWN = 5;
const LOAD_TEXT = {
  normal: '',
  warn: 'font-semibold text-warn-text',
  bad: 'font-semibold text-bad-text',
} as const;
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
  const topology = useMayAnywhere('fleet.read');
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

/** The name is what people look for: the place gives way to it. The line is beside its number, which needs no bar. */
function Load({ name, href, place, trend, percent }: LoadProps) {
  return (
    <>
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <TextLink href={href} className="max-w-full shrink-0 truncate">
          {name}
        </TextLink>
        {place && (
          <span className="truncate text-12 text-muted" title={place}>
            {place}
          </span>
        )}
      </span>
      {trend && <Sparkline values={trend} className="w-16 shrink-0" />}
      <span
        className={cn('tabular w-11 shrink-0 whitespace-nowrap text-right', LOAD_TEXT[loadTone(percent)])}
      >
        {percent === null ? '–' : formatPercent(percent)}
      </span>
    </>
  );
}
