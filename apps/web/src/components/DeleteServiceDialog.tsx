import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { useState } from 'react';
import { failureOf } from '../api/problem.ts';
import { useT } from '../lib/i18n.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { plainWord } from './actions/action-words.ts';
import { useAct } from './actions/use-act.ts';

type DeleteServiceDialogProps = {
  cluster: Cluster;
  /** Chosen where it was asked for; else it is asked here. */
  service?: string;
  onClose: () => void;
};

/** Whether a service of a cluster is really to end. */
export function DeleteServiceDialog({ cluster, service, onClose }: DeleteServiceDialogProps) {
  const t = useT();
  const act = useAct(cluster);
  const services = cluster.services ?? [];
  const [chosen, setChosen] = useState(service ?? services[0]?.id ?? '');
  const known = services.find(({ id }) => id === chosen);
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={`${plainWord(t, 'deleteService', 'cluster')}: ${known?.name ?? cluster.name}`}
      description={
        <>
          {t('clusters.services.deleteWarning', { count: known?.running ?? 0 })}
          {service === undefined && (
            <div className="mt-3 text-text">
              <Field label={t('fields.service')}>
                {ids => (
                  <Select
                    {...ids}
                    value={chosen}
                    options={services.map(({ id, name }) => ({ value: id, label: name }))}
                    onValueChange={setChosen}
                  />
                )}
              </Field>
            </div>
          )}
        </>
      }
      confirm={plainWord(t, 'delete')}
      danger
      busy={act.isPending}
      error={act.isError && <ErrorState failure={failureOf(act.error)} />}
      onConfirm={() =>
        act.mutate({ action: 'deleteService', args: { service: chosen } }, { onSuccess: onClose })
      }
    />
  );
}
