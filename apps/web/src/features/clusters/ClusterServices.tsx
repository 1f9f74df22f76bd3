import type { Cluster, Service } from '@orrery/contract/resources/cluster.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { type ReactNode, useState } from 'react';
import { CreateServiceDialog } from '../../components/CreateServiceDialog.tsx';
import { DeleteServiceDialog } from '../../components/DeleteServiceDialog.tsx';
import { listPath } from '../../components/paths.ts';
import { ScaleServiceDialog } from '../../components/ScaleServiceDialog.tsx';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { refusalOf } from '../../lib/server-text.ts';
import { formatCount } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';

/** What the cluster keeps running by itself, and whether it can. */
export function ClusterServices({ cluster }: { cluster: Cluster }) {
  const t = useT();
  const services = cluster.services ?? [];
  const apart = cluster.unreachedHosts ?? [];
  return (
    <Card
      title={`${t('clusters.services.title')} · ${formatCount(services.length)}`}
      actions={
        <Asking cluster={cluster} action="createService">
          {close => <CreateServiceDialog cluster={cluster} onClose={close} />}
        </Asking>
      }
      flush
    >
      {apart.length > 0 && (
        <p className="border-b px-4 py-2 text-13 text-muted">
          {t('clusters.services.unreached', { count: apart.length, names: apart.join(', ') })}
        </p>
      )}
      <SimpleTable
        label={t('clusters.services.title')}
        rows={services}
        rowKey={service => service.id}
        empty={t('clusters.services.empty')}
        columns={[
          { header: t('fields.name'), cell: s => <ServiceName service={s} /> },
          { header: t('fields.kind'), cell: s => <Whole text={t(`clusters.services.modes.${s.mode}`)} /> },
          { header: t('fields.image'), cell: s => s.image },
          { header: t('clusters.services.ports'), cell: s => <Whole text={portsOf(s)} /> },
          { header: t('clusters.services.running'), end: true, cell: s => <Running service={s} /> },
          { header: t('fields.action'), end: true, cell: s => <Verbs cluster={cluster} service={s} /> },
        ]}
      />
    </Card>
  );
}

const Whole = ({ text }: { text: string }) => <span className="whitespace-nowrap">{text}</span>;

function ServiceName({ service: { name, group, trouble } }: { service: Service }) {
  return (
    <>
      <TextLink href={listPath('instance', `service:${quoteIfNeeded(name)}`)}>{name}</TextLink>
      {group !== null && <span className="block text-12 text-muted">{group}</span>}
      {trouble !== null && <span className="block min-w-48 text-12 text-warn-text">{trouble}</span>}
    </>
  );
}

/** Published at its hosts, and where it ends in the instances. */
const portsOf = ({ ports }: Service): string =>
  ports.length === 0
    ? '–'
    : ports.map(port => `${port.published ?? '–'} → ${port.target}/${port.protocol}`).join(', ');

function Running({ service: { running, wanted } }: { service: Service }) {
  return (
    <span className={running < wanted ? 'text-warn-text' : undefined}>
      {`${formatCount(running)} / ${formatCount(wanted)}`}
    </span>
  );
}

function Verbs({ cluster, service }: { cluster: Cluster; service: Service }) {
  const t = useT();
  const fixed = service.mode === 'replicated' ? undefined : t(`clusters.services.noNumber.${service.mode}`);
  return (
    <span className="inline-flex gap-2">
      <Asking cluster={cluster} action="scaleService" refusal={fixed}>
        {close => <ScaleServiceDialog cluster={cluster} service={service.id} onClose={close} />}
      </Asking>
      <Asking cluster={cluster} action="deleteService">
        {close => <DeleteServiceDialog cluster={cluster} service={service.id} onClose={close} />}
      </Asking>
    </span>
  );
}

type AskingProps = {
  cluster: Cluster;
  action: 'createService' | 'scaleService' | 'deleteService';
  /** Why it is not for this one. */
  refusal?: string | undefined;
  children: (close: () => void) => ReactNode;
};

/** A button and the dialog that it opens; nothing where the cluster does not know the action. */
function Asking({ cluster, action: name, refusal, children }: AskingProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const action = cluster.actions.find(known => known.name === name);
  if (!action) return null;
  return (
    <>
      <Button size="small" disabledReason={refusalOf(t, action) ?? refusal} onClick={() => setAsking(true)}>
        {t(`clusters.services.${name}`)}
      </Button>
      {asking && children(() => setAsking(false))}
    </>
  );
}
