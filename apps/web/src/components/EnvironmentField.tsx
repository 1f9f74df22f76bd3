import { useT } from '../lib/i18n.ts';
import { Field } from '../ui/Field.tsx';
import { TextArea } from '../ui/Input.tsx';

type Props = { value: string; onChange: (value: string) => void; error?: string | undefined };

/** What a container finds in its environment, a NAME=value a line. */
export function EnvironmentField({ value, onChange, error }: Props) {
  const t = useT();
  return (
    <Field label={t('launch.environment')} hint={t('launch.environmentHint')} error={error}>
      {ids => (
        <TextArea
          {...ids}
          className="font-mono text-12"
          spellCheck={false}
          placeholder="NAME=value"
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
