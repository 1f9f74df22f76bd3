import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { isLimit, quotaKeys, type QuotaTexts } from './quota-form.ts';

const UNITS: Partial<Record<(typeof quotaKeys)[number], string>> = { memoryMiB: 'MiB', volumeGiB: 'GiB' };

type QuotaFieldsProps = { texts: QuotaTexts; onChange: (texts: QuotaTexts) => void };

/** A number for each limit; nothing stands for no limit. */
export function QuotaFields({ texts, onChange }: QuotaFieldsProps) {
  const t = useT();
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      {quotaKeys.map(key => {
        const unit = UNITS[key];
        return (
          <Field
            key={key}
            label={t(`projects.limits.${key}`)}
            error={isLimit(texts[key]) ? undefined : t('projects.notANumber')}
          >
            {ids => (
              <Input
                {...ids}
                {...(unit ? { suffix: unit } : {})}
                inputMode="numeric"
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
