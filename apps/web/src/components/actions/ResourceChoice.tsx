import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import type { FormField } from './argument-forms.ts';

type ResourceChoiceProps = {
  field: Extract<FormField, { type: 'choice' }>;
  target: Resource;
  value: string;
  onChange: (value: string) => void;
};

/** One of the volumes or networks that fit, on the target's own backend. */
export function ResourceChoice({ field, target, value, onChange }: ResourceChoiceProps) {
  const t = useT();
  const volumes = useLiveList('volume', { q: field.kind === 'volume' ? field.q : 'id:none', limit: 500 });
  const networks = useLiveList('network', { q: field.kind === 'network' ? field.q : 'id:none', limit: 500 });
  const { rows, ready } = field.kind === 'volume' ? volumes : networks;
  const own = ownIds(target, field.kind);
  const fitting = rows.filter(
    row =>
      row.backend === target.backend &&
      (field.only === undefined || own.includes(row.id) === (field.only === 'own')),
  );
  const none = t(field.kind === 'volume' ? 'actions.noVolumes' : 'actions.noNetworks');
  const options = [
    { value: '', label: ready && fitting.length === 0 ? none : t('actions.choose') },
    ...fitting.map(row => ({
      value: row.id,
      label:
        row.kind === 'volume' && row.capacityBytes !== null
          ? `${row.name} · ${formatBytes(row.capacityBytes)}`
          : row.name,
    })),
  ];
  return (
    <Field label={t(field.label)}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}

function ownIds(target: Resource, kind: 'volume' | 'network'): readonly string[] {
  if (target.kind !== 'instance') return [];
  return kind === 'volume' ? target.volumes : target.networks;
}
