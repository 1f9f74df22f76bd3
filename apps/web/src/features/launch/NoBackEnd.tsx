import { Cable } from 'lucide-react';
import { useMayAnywhere } from '../../api/session.ts';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { addingPath } from '../../lib/list-search.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

export function NoBackEnd() {
  const t = useT();
  const go = useGo();
  const adds = useMayAnywhere('backend.manage');
  return (
    <EmptyState
      icon={Cable}
      title={t('launch.noBackEnd.title')}
      text={t(adds ? 'launch.noBackEnd.text' : 'launch.noBackEnd.ask')}
      action={
        adds && (
          <Button tone="primary" onClick={() => go(addingPath('/backends'))}>
            {t('launch.noBackEnd.add')}
          </Button>
        )
      }
    />
  );
}
