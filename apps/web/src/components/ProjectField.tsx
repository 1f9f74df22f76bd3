import { useT } from '../lib/i18n.ts';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import type { ProjectChoice } from './use-project-choice.ts';

type ProjectFieldProps = { choice: ProjectChoice; hint?: string };

/** Whose it is going to be; nothing to choose, nothing shown. */
export function ProjectField({ choice, hint }: ProjectFieldProps) {
  const t = useT();
  if (choice.options.length < 2) return null;
  return (
    <Field label={t('fields.project')} hint={hint}>
      {ids => (
        <Select
          {...ids}
          options={choice.options}
          value={choice.project ?? ''}
          onValueChange={choice.choose}
        />
      )}
    </Field>
  );
}
