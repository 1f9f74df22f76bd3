import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { isLimit, type QuotaKey, quotaKeys, type QuotaTexts } from './quota-form.ts';

const UNITS: Partial<Record<(typeof quotaKeys)[number], string>> = { memoryMiB: 'GiB', volumeGiB: 'GiB' };

type QuotaFieldsProps = {
  texts: QuotaTexts;
  onChange: (texts: QuotaTexts) => void;
  keys?: readonly QuotaKey[];
};

/** A number for each limit; nothing stands for no limit. */
export function QuotaFields({ texts, onChange, keys = quotaKeys }: QuotaFieldsProps) {
  const t = useT();
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      {keys.map(key => {
        const unit = UNITS[key];
        return (
          <Field
            key={key}
            label={t(`projects.limits.${key}`)}
            error={isLimit(key, texts[key]) ? undefined : t('projects.notANumber')}
          >
            {ids => (
              <Input
                {...ids}
                {...(unit ? { suffix: unit } : {})}
                inputMode={key === 'memoryMiB' ? 'decimal' : 'numeric'}
                autoComplete="off"
                placeholder={t('projects.unlimited')}
                value={texts[key]}
                onChange={event => onChange({ ...texts, [key]: event.target.value })}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}
