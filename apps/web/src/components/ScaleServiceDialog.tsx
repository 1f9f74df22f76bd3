import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { useState } from 'react';
import { useT } from '../lib/i18n.ts';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';
import { plainWord } from './actions/action-words.ts';
import { useAct } from './actions/use-act.ts';
import { FormDialog } from './FormDialog.tsx';

type ScaleServiceDialogProps = {
  cluster: Cluster;
  /** Chosen where it was asked for; else it is asked here. */
  service?: string;
  onClose: () => void;
};

/** How many instances a service of a cluster is to have. */
export function ScaleServiceDialog({ cluster, service, onClose }: ScaleServiceDialogProps) {
  const t = useT();
  const act = useAct(cluster);
  const scalable = (cluster.services ?? []).filter(({ mode }) => mode === 'replicated');
  const [chosen, setChosen] = useState(service ?? scalable[0]?.id ?? '');
  const wanted = scalable.find(({ id }) => id === chosen)?.wanted ?? 0;
  const [typed, setTyped] = useState<string>();
  const count = typed ?? String(wanted);
  const isNumber = /^\d{1,5}$/.test(count.trim());
  const fewer = isNumber && Number(count) < wanted;
  const name = scalable.find(({ id }) => id === chosen)?.name ?? cluster.name;
  return (
    <FormDialog
      title={`${plainWord(t, 'scaleService', 'cluster')}: ${name}`}
      description={fewer ? t('clusters.services.fewer') : undefined}
      submit={t('actions.apply')}
      onSubmit={() =>
        act.mutate(
          { action: 'scaleService', args: { service: chosen, count: Number(count) } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
      busy={act.isPending}
      error={act.error}
      disabledReason={isNumber ? undefined : t('clusters.services.countMissing')}
    >
      {service === undefined && (
        <Field label={t('fields.service')}>
          {ids => (
            <Select
              {...ids}
              value={chosen}
              options={scalable.map(({ id, name: label }) => ({ value: id, label }))}
              onValueChange={id => {
                setChosen(id);
                setTyped(undefined);
              }}
            />
          )}
        </Field>
      )}
      <Field label={t('fields.instances')} hint={t('clusters.services.countHint')}>
        {ids => (
          <Input
            {...ids}
            inputMode="numeric"
            autoComplete="off"
            value={count}
            onChange={event => setTyped(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
