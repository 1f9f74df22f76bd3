import type { Keypair } from '@orrery/contract/keypairs/keypairs.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { KeypairDialog } from '../../components/KeypairDialog.tsx';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';

/** The public keys that one's instances take at their first start. */
export function KeypairsCard() {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Keypair>();
  const keys = useQuery({
    queryKey: ['keypairs'],
    queryFn: ({ signal }) => orrery.own.keypairs(signal),
  });
  return (
    <Card
      title={t('keypairs.title')}
      flush
      actions={
        <Button size="small" onClick={() => setAdding(true)}>
          <Plus aria-hidden className="size-3.5" />
          {t('keypairs.add')}
        </Button>
      }
    >
      {keys.error ? (
        <div className="p-4">
          <ErrorState failure={failureOf(keys.error)} onRetry={() => void keys.refetch()} />
        </div>
      ) : (
        keys.data && <KeypairTable keys={keys.data} onRemove={setRemoving} />
      )}
      {adding && <KeypairDialog onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog keypair={removing} onClose={() => setRemoving(undefined)} />}
    </Card>
  );
}

function KeypairTable({ keys, onRemove }: { keys: readonly Keypair[]; onRemove: (key: Keypair) => void }) {
  const t = useT();
  return (
    <SimpleTable<Keypair>
      label={t('keypairs.title')}
      rows={keys}
      rowKey={key => key.id}
      empty={t('keypairs.none')}
      columns={[
        { header: t('fields.name'), cell: key => key.name },
        {
          header: t('keypairs.fingerprint'),
          cell: key => (
            <code className="font-mono text-12">
              {key.type} {key.fingerprint}
            </code>
          ),
        },
        { header: t('fields.created'), cell: key => <RelativeTime at={key.createdAt} /> },
        {
          header: t('keypairs.remove'),
          end: true,
          cell: key => (
            <Button
              size="small"
              aria-label={t('keypairs.removeOne', { name: key.name })}
              onClick={() => onRemove(key)}
            >
              {t('keypairs.remove')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function RemoveDialog({ keypair, onClose }: { keypair: Keypair; onClose: () => void }) {
  const t = useT();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => orrery.own.deleteKeypair(keypair.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['keypairs'] });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('keypairs.removeTitle', { name: keypair.name })}
      description={t('keypairs.removeText')}
      confirm={t('keypairs.remove')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
