import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { MigrationOptions } from '@orrery/contract/migrations/options.ts';
import { useId, useState } from 'react';
import { failureOf } from '../../../api/problem.ts';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { useAct } from '../../actions/use-act.ts';
import { argsOf, chooseFirst, isNumber, isRight, type MoveDraft, wishOf } from './move-draft.ts';
import { MoveForm } from './MoveForm.tsx';
import { useMoveOptions } from './use-move-options.ts';
import { useSettled } from './use-settled.ts';

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
  const [changed, setDraft] = useState<MoveDraft>();
  const wish = useSettled(wishOf(changed?.settings ?? {}), JSON.stringify);
  const { asked, options, refining } = useMoveOptions(instance.id, wish);
  // What was chosen at first stays chosen when prices get closer.
  const draft = changed ?? (asked.data && chooseFirst(asked.data, toHost));
  const { way, refusal } = judge(t, options, draft);
  const submit = () => {
    if (!draft || refusal || act.isPending) return;
    act.mutate({ action: 'migrate', args: argsOf(draft, way) }, { onSuccess: onClose });
  };
  const hostName = options?.candidates.find(({ host }) => host === draft?.host)?.hostName;
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
            busy={act.isPending || asked.isPending}
            disabledReason={asked.isPending ? undefined : refusal}
          >
            {hostName && !refusal
              ? t('migrations.dialog.submitTo', { host: hostName })
              : t('migrations.dialog.submit')}
          </Button>
        </>
      }
    >
      {asked.error && <ErrorState failure={failureOf(asked.error)} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Looking />}
      <form
        id={formId}
        noValidate
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
        className="flex flex-col gap-4 pt-2"
      >
        {options && draft && (
          <MoveForm
            instance={instance}
            options={options}
            refining={refining}
            draft={draft}
            onDraft={setDraft}
          />
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
