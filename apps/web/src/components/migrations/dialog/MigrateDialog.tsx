import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { MigrationOptions } from '@orrery/contract/migrations/options.ts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { useAct } from '../../actions/use-act.ts';
import { argsOf, chooseFirst, isNumber, isRight, type MoveDraft } from './move-draft.ts';
import { MoveForm } from './MoveForm.tsx';

type MigrateDialogProps = {
  instance: Pick<Instance, 'id' | 'kind' | 'name' | 'backend' | 'actions'>;
  /** The host that was pointed at. */
  toHost?: string | undefined;
  onClose: () => void;
};

/** Before the click: every host with what the move would take there, or why not; then one press of Enter. */
export function MigrateDialog({ instance, toHost, onClose }: MigrateDialogProps) {
  const t = useT();
  const formId = useId();
  const act = useAct(instance);
  const options = useQuery({
    queryKey: ['migration-options', instance.id],
    queryFn: ({ signal }) => orrery.moves.options(instance.id, signal),
    gcTime: 0,
  });
  const [changed, setDraft] = useState<MoveDraft>();
  const draft = changed ?? (options.data && chooseFirst(options.data, toHost));
  const { way, refusal } = judge(t, options.data, draft);
  const submit = () => {
    if (!draft || refusal || act.isPending) return;
    act.mutate({ action: 'migrate', args: argsOf(draft, way) }, { onSuccess: onClose });
  };
  const hostName = options.data?.candidates.find(({ host }) => host === draft?.host)?.hostName;
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={open => !open && onClose()}
      title={t('migrations.dialog.title', { name: instance.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            tone="primary"
            busy={act.isPending || options.isPending}
            disabledReason={options.isPending ? undefined : refusal}
          >
            {hostName && !refusal
              ? t('migrations.dialog.submitTo', { host: hostName })
              : t('migrations.dialog.submit')}
          </Button>
        </>
      }
    >
      {options.error && (
        <ErrorState failure={failureOf(options.error)} onRetry={() => void options.refetch()} />
      )}
      {options.isPending && <Looking />}
      <form
        id={formId}
        noValidate
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
        className="flex flex-col gap-4 pt-2"
      >
        {options.data && draft && (
          <MoveForm instance={instance} options={options.data} draft={draft} onDraft={setDraft} />
        )}
        {act.isError && <ErrorState failure={failureOf(act.error)} />}
      </form>
    </Dialog>
  );
}

function Looking() {
  const t = useT();
  return (
    <div role="status" className="pt-2">
      <p className="mb-2 text-13 text-muted">{t('migrations.dialog.looking')}</p>
      <Skeleton className="h-32 w-full" />
    </div>
  );
}

/** The chosen way, and why it can not be asked for. */
function judge(
  t: ReturnType<typeof useT>,
  options: MigrationOptions | undefined,
  draft: MoveDraft | undefined,
) {
  const candidate = options?.candidates.find(({ host }) => host === draft?.host);
  const way = candidate?.ways.find(({ method }) => method === draft?.method);
  if (options?.candidates.length === 0) return { way, refusal: t('migrations.dialog.none') };
  if (!candidate) return { way, refusal: t('migrations.dialog.noHost') };
  if (!way?.allowed)
    return { way, refusal: t('migrations.dialog.refusedHost', { host: candidate.hostName }) };
  const wrong = way.settings.some(
    setting => isNumber(setting) && !isRight(setting, draft?.settings[setting]),
  );
  return { way, refusal: wrong ? t('migrations.dialog.wrongSetting') : undefined };
}
