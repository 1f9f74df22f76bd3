import { useT } from '../../../lib/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Input } from '../../../ui/Input.tsx';
import { isSpeed } from './bulk-speed.ts';
import { numberFields } from './move-draft.ts';

type BulkSpeedProps = { typed: string; onTyped: (text: string) => void };

/** How fast all of them together may leave one host. */
export function BulkSpeed({ typed, onTyped }: BulkSpeedProps) {
  const t = useT();
  const { least, most, unit } = numberFields.bandwidth;
  return (
    <div className="mb-3">
      <Field
        label={t('migrations.dialog.bulkSpeed', { unit })}
        hint={t('migrations.dialog.bulkSpeedHint')}
        error={isSpeed(typed) ? undefined : t('migrations.dialog.wrongNumber', { least, most })}
      >
        {ids => (
          <Input
            {...ids}
            inputMode="numeric"
            value={typed}
            placeholder={t('migrations.limits.none')}
            onChange={event => onTyped(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
