import type { Operation } from '@orrery/contract/resources/operation.ts';
import { useEffect, useEffectEvent } from 'react';
import { followFrame } from '../../api/live-frame.ts';
import { useSession } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { errorWords, serverWords } from '../../lib/server-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { detailPath } from '../paths.ts';
import { useGo } from '../use-go.ts';
import { plainWord } from './action-words.ts';

/** One toast for the whole life of each operation that this person asked for; here it gets its end. Draws nothing. */
export function OperationToasts() {
  const t = useT();
  const go = useGo();
  const userId = useSession()?.user.id;
  const ended = useEffectEvent((operation: Operation) => {
    if (operation.actor.id !== userId) return;
    const words = {
      action: plainWord(t, operation.action, operation.targetKind),
      name: operation.targetName ?? '',
    };
    const show = { label: t('actions.view'), run: () => go(detailPath('operation', operation.id)) };
    if (operation.status === 'succeeded')
      showToast('ok', { id: operation.id, title: t('actions.done', words) });
    else if (operation.status === 'cancelled')
      showToast('off', { id: operation.id, title: t('actions.cancelled', words), action: show });
    else
      showToast('bad', {
        id: operation.id,
        title: t('actions.failed', words),
        detail: operation.error
          ? errorWords(t, operation.error)
          : (serverWords(operation.message) ?? operation.status),
        action: show,
      });
  });
  useEffect(() => (userId ? followFrame(ended) : undefined), [userId]);
  return null;
}
