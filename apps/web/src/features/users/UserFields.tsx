import { usernameSchema } from '@orrery/contract/http/bodies.ts';
import { globalRoles } from '@orrery/contract/identity/roles.ts';
import { useState } from 'react';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';

const ROLES = ['none', ...globalRoles] as const;
export type RoleChoice = (typeof ROLES)[number];

export const roleOf = (choice: RoleChoice) => (choice === 'none' ? null : choice);

type RoleFieldProps = { value: RoleChoice; onChange: (role: RoleChoice) => void };

/** A role over everything, and what it means. */
export function RoleField({ value, onChange }: RoleFieldProps) {
  const t = useT();
  return (
    <Field label={t('users.role')} hint={t(`users.roleMeaning.${value}`)}>
      {ids => (
        <Select<RoleChoice>
          {...ids}
          value={value}
          options={ROLES.map(role => ({ value: role, label: t(`users.roles.${role}`) }))}
          onValueChange={onChange}
        />
      )}
    </Field>
  );
}

type TextFieldProps = { value: string; onChange: (text: string) => void };

export const isUsername = (name: string): boolean => usernameSchema.safeParse(name).success;

/** A letter that no name may have is said as it is typed: more typing does not mend it. */
export function UsernameField({ value, onChange }: TextFieldProps) {
  const t = useT();
  const name = value.trim();
  return (
    <Field
      label={t('users.username')}
      hint={t('users.usernameHint')}
      error={name === '' || isUsername(name) ? undefined : t('users.usernameWrong')}
    >
      {ids => (
        <Input
          {...ids}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function DisplayNameField({ value, onChange }: TextFieldProps) {
  const t = useT();
  return (
    <Field label={t('users.displayName')} optional={t('users.optional')}>
      {ids => (
        <Input {...ids} autoComplete="off" value={value} onChange={event => onChange(event.target.value)} />
      )}
    </Field>
  );
}

// As the contract asks (passwordSchema).
const SHORTEST = 8;
export const isTooShort = (password: string): boolean => password.length < SHORTEST;

export function NewPasswordField({ value, onChange }: TextFieldProps) {
  const t = useT();
  const [left, setLeft] = useState(false);
  const wrong = left && value !== '' && isTooShort(value);
  return (
    <Field
      label={t('users.password')}
      hint={t('users.passwordHint')}
      error={wrong ? t('users.passwordHint') : undefined}
    >
      {ids => (
        <Input
          {...ids}
          type="password"
          autoComplete="new-password"
          onBlur={() => setLeft(true)}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
