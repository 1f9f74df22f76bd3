import { Plus, Trash2 } from 'lucide-react';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { FieldErrors } from './draft.ts';
import type { SettingList, SettingValues } from './setting-forms.ts';
import { SettingFields } from './SettingFields.tsx';

type SettingRowsProps = {
  list: SettingList;
  rows: readonly SettingValues[];
  onChange: (rows: readonly SettingValues[]) => void;
  errors: FieldErrors;
};

/** What a back end has several of: its hosts, its logins. */
export function SettingRows({ list, rows, onChange, errors }: SettingRowsProps) {
  const t = useT();
  const { name, fields, words, least, opens } = list;
  return (
    <div className="flex flex-col gap-3">
      {words.hint && <p className="text-12 text-muted">{t(words.hint)}</p>}
      {rows.map((row, index) => (
        // Rows have no identity but their place, and every field is controlled.
        <fieldset key={index} className="flex flex-col gap-4 rounded-lg border p-3">
          <legend className="sr-only">{t(words.one, { number: index + 1 })}</legend>
          <div className="flex items-center" aria-hidden={rows.length <= least}>
            <span className="flex-1 text-12 text-muted">{t(words.one, { number: index + 1 })}</span>
            {rows.length > least && (
              <IconButton
                icon={Trash2}
                size="small"
                label={t(words.remove, { number: index + 1 })}
                onClick={() => onChange(rows.toSpliced(index, 1))}
              />
            )}
          </div>
          <SettingFields
            fields={fields}
            values={row}
            onChange={values => onChange(rows.with(index, values))}
            errors={errors}
            prefix={`settings.${name}.${index}`}
            opened={opens?.(row)}
          />
        </fieldset>
      ))}
      <Button className="self-start" onClick={() => onChange([...rows, {}])}>
        <Plus aria-hidden className="size-4" />
        {t(words.add)}
      </Button>
    </div>
  );
}
