import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { type ReactNode, useState } from 'react';
import { useLiveList } from '../api/live-rows.ts';
import { commandIn, environmentIn, portsIn } from '../lib/container-text.ts';
import { useT } from '../lib/i18n.ts';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';
import { plainWord } from './actions/action-words.ts';
import { useAct } from './actions/use-act.ts';
import { EnvironmentField } from './EnvironmentField.tsx';
import { FormDialog } from './FormDialog.tsx';

const nothing = { name: '', image: '', count: '1', ports: '', network: '', command: '', environment: '' };
type Draft = typeof nothing;
type Change = (part: Partial<Draft>) => void;

const argsOf = (draft: Draft) => ({
  name: draft.name.trim(),
  image: draft.image.trim(),
  count: Number(draft.count),
  ports: portsIn(draft.ports),
  command: commandIn(draft.command),
  environment: environmentIn(draft.environment),
  networks: draft.network === '' ? [] : [draft.network],
});

function missingIn({ name, image, count }: Draft) {
  if (name.trim() === '') return 'nameMissing';
  if (image.trim() === '') return 'imageMissing';
  return /^\d{1,5}$/.test(count.trim()) ? undefined : 'countMissing';
}

/** A service that a cluster keeps running by itself: of what, how many, and where it is reached. */
export function CreateServiceDialog({ cluster, onClose }: { cluster: Cluster; onClose: () => void }) {
  const t = useT();
  const act = useAct(cluster);
  const [draft, setDraft] = useState(nothing);
  const change: Change = part => setDraft(now => ({ ...now, ...part }));
  const missing = missingIn(draft);
  return (
    <FormDialog
      wide
      title={plainWord(t, 'createService', 'cluster')}
      submit={t('actions.make')}
      onSubmit={() => act.mutate({ action: 'createService', args: argsOf(draft) }, { onSuccess: onClose })}
      onClose={onClose}
      busy={act.isPending}
      error={act.error}
      disabledReason={missing && t(`clusters.services.${missing}`)}
    >
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <Text field="name" label={t('fields.name')} {...{ draft, change }} />
        <Text
          field="image"
          label={t('fields.image')}
          hint={t('clusters.services.imageHint')}
          placeholder="nginx:1"
          {...{ draft, change }}
        />
        <Text
          field="count"
          label={t('fields.instances')}
          hint={t('clusters.services.countHint')}
          {...{ draft, change }}
        />
        <Text
          field="ports"
          label={t('launch.ports')}
          hint={t('launch.portsHint')}
          placeholder="8080:80"
          {...{ draft, change }}
        />
        <NetworkField cluster={cluster} value={draft.network} onChange={network => change({ network })} />
        <Text
          field="command"
          label={t('launch.command')}
          hint={t('launch.commandHint')}
          {...{ draft, change }}
        />
      </div>
      <EnvironmentField value={draft.environment} onChange={environment => change({ environment })} />
    </FormDialog>
  );
}

type TextProps = {
  field: keyof Draft;
  label: string;
  hint?: ReactNode;
  placeholder?: string;
  draft: Draft;
  change: Change;
};

function Text({ field, label, hint, placeholder, draft, change }: TextProps) {
  return (
    <Field label={label} hint={hint}>
      {ids => (
        <Input
          {...ids}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          inputMode={field === 'count' ? 'numeric' : 'text'}
          value={draft[field]}
          onChange={event => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
}

/** Networks that reach over all hosts: its instances may be on any of them. */
function NetworkField(props: { cluster: Cluster; value: string; onChange: (id: string) => void }) {
  const { cluster, value, onChange } = props;
  const t = useT();
  const q = `type:overlay backend:${cluster.backend}`;
  const { rows } = useLiveList('network', { q, sort: 'name', limit: 500 });
  const options = [
    { value: '', label: t('clusters.services.noNetwork') },
    ...rows.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('fields.network')} hint={t('clusters.services.networkHint')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}
