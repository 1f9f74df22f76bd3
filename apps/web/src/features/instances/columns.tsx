import type { Instance } from '@orrery/contract/resources/instance.ts';
import { sizeText } from '../../components/instance-size.ts';
import { BackendCell } from '../../components/cells/BackendCell.tsx';
import { NameCell } from '../../components/cells/NameCell.tsx';
import { standingColumns } from '../../components/cells/standing-columns.tsx';
import { ProjectCell } from '../../components/cells/ProjectCell.tsx';
import { useMayAnywhere } from '../../api/session.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatBytesPerSecond, formatMiB } from '../../lib/units.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';

type InstanceColumn = Column<Instance>;

/** Columns of instances. Those who may not know the topology have no host column. */
export function useInstanceColumns(): InstanceColumn[] {
  const t = useT();
  const topology = useMayAnywhere('fleet.read');
  return [
    ...identityColumns(t, topology),
    ...(topology ? [hostColumn(t)] : []),
    ...loadColumns(t),
    ...furtherColumns(t),
    ...(topology ? structureColumns(t) : []),
  ];
}

function identityColumns(t: Translate, topology: boolean): InstanceColumn[] {
  return [
    {
      id: 'name',
      header: t('fields.name'),
      width: 172,
      grow: true,
      fixed: true,
      sortBy: 'name',
      cell: i => <NameCell row={i} />,
    },
    {
      id: 'status',
      brief: 'fact',
      header: t('fields.status'),
      width: 120,
      sortBy: 'status',
      flashOn: i => i.status,
      cell: i => <StatusMark status={i.status} stale={i.stale} />,
    },
    {
      id: 'kind',
      header: t('fields.kind'),
      width: 84,
      sortBy: 'kind',
      cell: i => t(`instances.kinds.${i.instanceKind}`),
    },
    {
      id: 'backend',
      header: t('fields.backend'),
      width: 136,
      // What it runs on is no matter of those who only use it.
      optional: !topology,
      sortBy: 'backend',
      cell: i => <BackendCell id={i.backend} />,
    },
  ];
}

function hostColumn(t: Translate): InstanceColumn {
  return {
    id: 'host',
    brief: 'fact',
    header: t('fields.host'),
    width: 114,
    sortBy: 'host',
    flashOn: i => i.hostName ?? '',
    cell: i => i.hostName,
  };
}

function loadColumns(t: Translate): InstanceColumn[] {
  return [
    {
      id: 'size',
      header: t('fields.size'),
      width: 104,
      align: 'end',
      sortBy: 'memory',
      cell: i => sizeText(t, i),
    },
    {
      id: 'trend',
      header: t('fields.lastHour'),
      width: 88,
      cell: i => (i.cpuTrend ? <Sparkline values={i.cpuTrend} /> : null),
    },
    {
      id: 'cpu',
      brief: 'labelled',
      header: t('fields.cpu'),
      width: 120,
      sortBy: 'cpu',
      cell: i => (
        <Meter
          percent={i.powerState === 'running' ? i.cpuPercent : null}
          label={`${t('fields.cpu')} ${i.name}`}
        />
      ),
    },
    {
      id: 'memory',
      header: t('fields.memoryUsed'),
      width: 112,
      align: 'end',
      sortBy: 'memoryused',
      cell: i => (i.memoryUsedMiB === null ? '–' : formatMiB(i.memoryUsedMiB)),
    },
    {
      id: 'address',
      brief: 'fact',
      header: t('fields.address'),
      width: 124,
      mono: true,
      cell: i => i.addresses[0]?.address,
    },
  ];
}

function structureColumns(t: Translate): InstanceColumn[] {
  return [
    ...standingColumns<Instance>(t),
    {
      id: 'resourcepool',
      header: t('fields.resourcePool'),
      width: 140,
      optional: true,
      sortBy: 'resourcepool',
      cell: i => i.resourcePool,
    },
  ];
}

function furtherColumns(t: Translate): InstanceColumn[] {
  const rate = (bytes: number | null) => (bytes === null ? '–' : formatBytesPerSecond(bytes));
  return [
    { id: 'tags', header: t('fields.tags'), width: 140, optional: true, cell: i => i.tags.join(', ') },
    {
      id: 'project',
      header: t('fields.project'),
      width: 130,
      optional: true,
      sortBy: 'project',
      cell: i => <ProjectCell id={i.project} />,
    },
    {
      id: 'disk',
      header: t('fields.disk'),
      width: 100,
      align: 'end',
      optional: true,
      sortBy: 'disk',
      cell: i => rate(i.diskBytesPerSecond),
    },
    {
      id: 'network',
      header: t('fields.network'),
      width: 100,
      align: 'end',
      optional: true,
      sortBy: 'traffic',
      cell: i => rate(i.networkBytesPerSecond),
    },
    {
      id: 'image',
      header: t('fields.image'),
      width: 150,
      optional: true,
      sortBy: 'image',
      cell: i => i.image,
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 120,
      optional: true,
      sortBy: 'created',
      cell: i => (i.createdAt ? <RelativeTime at={i.createdAt} /> : null),
    },
    {
      id: 'id',
      header: t('fields.id'),
      width: 200,
      optional: true,
      mono: true,
      cell: i => i.id,
    },
  ];
}
