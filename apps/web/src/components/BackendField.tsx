import type { Capability } from '@orrery/contract/capabilities.ts';
import { useLiveList } from '../api/live-rows.ts';
import { useMayAnywhere } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';

type BackendFieldProps = { capability: Capability; value: string; onChange: (value: string) => void };

/** Which backend makes it, for those who know that there are several; nothing to choose, nothing shown. */
export function BackendField({ capability, value, onChange }: BackendFieldProps) {
  const t = useT();
  const knows = useMayAnywhere('fleet.read');
  const { rows } = useLiveList('backend', { sort: 'name' });
  const able = rows.filter(({ capabilities }) =>
    capabilities.some(({ name, supported }) => name === capability && supported),
  );
  if (!knows || able.length < 2) return null;
  const options = [
    { value: '', label: t('actions.choose') },
    ...able.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('fields.backend')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}
