import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { newIdempotencyKey } from '../../lib/idempotency-key.ts';
import { showFailure } from '../show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { showToast } from '../../ui/toast.tsx';
import { plainWord } from './action-words.ts';

export type ActionTarget = Pick<Resource, 'id' | 'kind' | 'name'>;
type Request = { action: string; args?: Record<string, unknown> };

/**
 * Asks for an action. A refusal is thrown to the dialog that asked (`mutateAsync`), or shown as a toast (`mutate`).
 * What becomes of it is told by the operation's own toast (OperationToasts).
 */
export function useAct(target: ActionTarget) {
  const t = useT();
  return useMutation({
    mutationFn: ({ action, args = {} }: Request) =>
      orrery.act(target.kind, { id: target.id, action, args }, { idempotencyKey: newIdempotencyKey() }),
    onSuccess: (operation, { action }) =>
      showToast('busy', {
        id: operation.id,
        title: t('actions.started', { action: plainWord(t, action, target.kind), name: target.name }),
      }),
  });
}

/** For buttons without a dialog: a refusal becomes a toast. */
export function useActAtOnce(target: ActionTarget): {
  run: (action: string) => void;
  running: string | undefined;
} {
  const t = useT();
  const act = useAct(target);
  const run = (action: string) =>
    act.mutate(
      { action },
      {
        onError: error =>
          showFailure(
            t,
            error,
            t('actions.failed', { action: plainWord(t, action, target.kind), name: target.name }),
          ),
      },
    );
  return { run, running: act.isPending ? act.variables.action : undefined };
}
