import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { KeypairDialog } from '../../components/KeypairDialog.tsx';
import type { Draft } from './draft.ts';
import type { Change } from './use-draft.ts';

/** SSH keys that the guest takes at its first start. */
export function AccessSection({ draft, change }: { draft: Draft; change: Change }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const { data: keys } = useQuery({
    queryKey: ['keypairs'],
    queryFn: ({ signal }) => orrery.own.keypairs(signal),
  });
  // Nobody wants a machine that nobody can log in to: all of one's keys, until something else is chosen.
  const chosen = draft.keypairs ?? (keys ?? []).map(({ id }) => id);
  const toggle = (id: string, on: boolean) =>
    change({ keypairs: on ? [...chosen, id] : chosen.filter(other => other !== id) });
  return (
    <Card
      title={t('launch.access')}
      actions={
        <Button size="small" onClick={() => setAdding(true)}>
          {t('keypairs.add')}
        </Button>
      }
    >
      {keys?.length === 0 && <p className="text-13 text-muted">{t('launch.noKeys')}</p>}
      {keys?.map(key => (
        <div key={key.id} className="flex items-center gap-3">
          <Checkbox
            showLabel
            label={key.name}
            checked={chosen.includes(key.id)}
            onCheckedChange={on => toggle(key.id, on)}
          />
          <span className="min-w-0 truncate font-mono text-12 text-muted">{key.fingerprint}</span>
        </div>
      ))}
      {adding && (
        <KeypairDialog
          onClose={() => setAdding(false)}
          onAdded={({ id }) => change({ keypairs: [...chosen, id] })}
        />
      )}
    </Card>
  );
}
