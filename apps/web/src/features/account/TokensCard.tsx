import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { formatDate } from '../../lib/dates.ts';
import { useT } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { CreateTokenDialog } from './CreateTokenDialog.tsx';

type Token = Awaited<ReturnType<typeof orrery.admin.tokens>>[number];

/** What scripts sign in with: each is listed by name and age, its text is never shown again. */
export function TokensCard() {
  const t = useT();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Token>();
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: ({ signal }) => orrery.admin.tokens(signal) });
  return (
    <Card
      title={t('account.tokens')}
      flush
      actions={
        <Button size="small" onClick={() => setCreating(true)}>
          <Plus aria-hidden className="size-3.5" />
          {t('account.createToken')}
        </Button>
      }
    >
      {tokens.error ? (
        <div className="p-4">
          <ErrorState failure={failureOf(tokens.error)} onRetry={() => void tokens.refetch()} />
        </div>
      ) : (
        tokens.data && <TokenTable tokens={tokens.data} onRevoke={setRevoking} />
      )}
      {creating && <CreateTokenDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </Card>
  );
}

type TokenTableProps = { tokens: readonly Token[]; onRevoke: (token: Token) => void };

function TokenTable({ tokens, onRevoke }: TokenTableProps) {
  const t = useT();
  return (
    <SimpleTable<Token>
      label={t('account.tokens')}
      rows={tokens}
      rowKey={token => token.id}
      empty={t('account.noTokens')}
      columns={[
        { header: t('fields.name'), cell: token => <span className="block min-w-28">{token.name}</span> },
        { header: t('fields.created'), cell: token => <RelativeTime at={token.createdAt} /> },
        {
          header: t('account.expires'),
          cell: token => (token.expiresAt ? formatDate(token.expiresAt, 'date') : t('account.neverExpires')),
        },
        {
          header: t('account.lastUsed'),
          cell: token => (token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : t('account.neverUsed')),
        },
        {
          header: t('account.revoke'),
          end: true,
          cell: token => (
            <Button
              size="small"
              aria-label={t('account.revokeToken', { name: token.name })}
              onClick={() => onRevoke(token)}
            >
              {t('account.revoke')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useT();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => orrery.admin.deleteToken(token.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['tokens'] });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('account.revokeTitle', { name: token.name })}
      description={t('account.revokeText')}
      confirm={t('account.revoke')}
      danger
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      error={revoke.error && <ErrorState failure={failureOf(revoke.error)} />}
    />
  );
}
