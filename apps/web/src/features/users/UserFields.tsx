import { globalRoles } from '@orrery/contract/identity/roles.ts';
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
  return (
    <Field label={t('users.password')} hint={t('users.passwordHint')}>
      {ids => (
        <Input
          {...ids}
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
