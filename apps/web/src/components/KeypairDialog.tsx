import type { CreatedKeypair } from '@orrery/contract/keypairs/keypairs.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../api/orrery.ts';
import { useT } from '../lib/i18n.ts';
import { Button } from '../ui/Button.tsx';
import { CodeBlock } from '../ui/CodeBlock.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input, TextArea } from '../ui/Input.tsx';
import { SegmentedControl } from '../ui/SegmentedControl.tsx';
import { FormDialog } from './FormDialog.tsx';

type KeypairDialogProps = { onClose: () => void; onAdded?: (keypair: CreatedKeypair) => void };

/** Imports a public key, or makes a pair and shows its private half once. */
export function KeypairDialog({ onClose, onAdded }: KeypairDialogProps) {
  const t = useT();
  const client = useQueryClient();
  const [way, setWay] = useState<'import' | 'make'>('import');
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const add = useMutation({
    mutationFn: () =>
      orrery.own.createKeypair({ name: name.trim(), publicKey: way === 'make' ? null : publicKey.trim() }),
    onSuccess: async created => {
      await client.invalidateQueries({ queryKey: ['keypairs'] });
      onAdded?.(created);
      if (created.privateKey === null) onClose();
    },
  });
  const made = add.data?.privateKey;
  if (made) return <PrivateKey name={name} text={made} onClose={onClose} />;
  const missing = name.trim() === '' || (way === 'import' && publicKey.trim() === '');
  return (
    <FormDialog
      title={t('keypairs.add')}
      description={t('keypairs.hint')}
      submit={t(way === 'make' ? 'keypairs.make' : 'keypairs.import')}
      onSubmit={() => add.mutate()}
      onClose={onClose}
      busy={add.isPending}
      error={add.error}
      disabledReason={missing ? t('keypairs.missing') : undefined}
    >
      <SegmentedControl
        label={t('keypairs.way')}
        segments={[
          { value: 'import', label: t('keypairs.haveOne') },
          { value: 'make', label: t('keypairs.makeOne') },
        ]}
        value={way}
        onValueChange={setWay}
      />
      <Field label={t('fields.name')}>
        {ids => (
          <Input {...ids} autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
        )}
      </Field>
      {way === 'import' && (
        <Field label={t('keypairs.publicKey')} hint={t('keypairs.publicKeyHint')}>
          {ids => (
            <TextArea
              {...ids}
              className="font-mono text-12"
              spellCheck={false}
              placeholder="ssh-ed25519 AAAA…"
              value={publicKey}
              onChange={event => setPublicKey(event.target.value)}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

function PrivateKey({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  const t = useT();
  const file = `data:application/octet-stream;charset=utf-8,${encodeURIComponent(text)}`;
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('keypairs.privateTitle', { name })}
      description={t('keypairs.privateText')}
      footer={
        <>
          <a
            href={file}
            download={`${name}.pem`}
            className="inline-flex h-8 items-center rounded-md border px-3 text-13 font-medium hover:bg-hover"
          >
            {t('keypairs.download')}
          </a>
          <Button tone="primary" onClick={onClose}>
            {t('keypairs.kept')}
          </Button>
        </>
      }
    >
      <CodeBlock code={text} language="text" label={t('keypairs.privateKey')} />
    </Dialog>
  );
}
