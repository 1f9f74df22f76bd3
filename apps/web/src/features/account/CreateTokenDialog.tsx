import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';

const LIFETIMES = ['30', '90', '365', 'never'] as const;
type Lifetime = (typeof LIFETIMES)[number];

export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const create = useMutation({
    mutationFn: () =>
      orrery.admin.createToken({
        name: name.trim(),
        expiresInDays: lifetime === 'never' ? null : Number(lifetime),
      }),
    // The text of a token belongs on screen once and in no cache.
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (create.data) return <ShownOnce token={create.data.token} onClose={onClose} />;
  return (
    <FormDialog
      title={t('account.createToken')}
      description={t('account.tokenText')}
      submit={t('account.createToken')}
      onSubmit={() => create.mutate()}
      onClose={onClose}
      busy={create.isPending}
      error={create.error}
      disabledReason={name.trim() === '' ? t('account.tokenNameMissing') : undefined}
    >
      <Field label={t('fields.name')} hint={t('account.tokenNameHint')}>
        {ids => (
          <Input {...ids} autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t('account.expires')}>
        {ids => (
          <Select<Lifetime>
            {...ids}
            value={lifetime}
            options={LIFETIMES.map(value => ({
              value,
              label: value === 'never' ? t('account.neverExpires') : t('account.inDays', { days: value }),
            }))}
            onValueChange={setLifetime}
          />
        )}
      </Field>
    </FormDialog>
  );
}

function ShownOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useT();
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('account.tokenReady')}
      description={t('account.shownOnce')}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t('account.kept')}
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-lg border bg-sunken px-3 py-2">
        <code className="min-w-0 flex-1 font-mono text-12 [overflow-wrap:anywhere]">{token}</code>
        <CopyButton text={token} showLabel />
      </div>
    </Dialog>
  );
}
