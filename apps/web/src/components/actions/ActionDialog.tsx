import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useState } from 'react';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { late } from '../../lib/late.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { destructionOf, plainWord, warningOf } from './action-words.ts';
import { ArgumentsDialog } from './ArgumentsDialog.tsx';
import { hasForm } from './argument-forms.ts';
import { useAct } from './use-act.ts';

/** Few people move anything: its dialog comes when it is asked for. */
const MigrateDialog = late(
  async () => (await import('../migrations/dialog/MigrateDialog.tsx')).MigrateDialog,
);

const DrainDialog = late(async () => (await import('../plans/DrainDialog.tsx')).DrainDialog);

const HostImageDialog = late(async () => (await import('../HostImageDialog.tsx')).HostImageDialog);

const BringImageDialog = late(async () => (await import('../BringImageDialog.tsx')).BringImageDialog);

const CreateServiceDialog = late(
  async () => (await import('../CreateServiceDialog.tsx')).CreateServiceDialog,
);

const DeleteServiceDialog = late(
  async () => (await import('../DeleteServiceDialog.tsx')).DeleteServiceDialog,
);

const ScaleServiceDialog = late(async () => (await import('../ScaleServiceDialog.tsx')).ScaleServiceDialog);

type ActionDialogProps = { target: Resource; action: string; onClose: () => void };

/** What an action asks before it runs: its arguments, or whether it is really meant. */
export function ActionDialog(props: ActionDialogProps) {
  const { target, action, onClose } = props;
  if (target.kind === 'instance' && action === 'migrate')
    return <MigrateDialog instance={target} onClose={onClose} />;
  if (target.kind === 'host' && action === 'enterMaintenance')
    return <DrainDialog host={target} onClose={onClose} />;
  if (target.kind === 'host' && action === 'makeImage')
    return <HostImageDialog host={target} onClose={onClose} />;
  if (target.kind === 'host' && action === 'bringImage')
    return <BringImageDialog host={target} onClose={onClose} />;
  if (target.kind === 'cluster' && action === 'createService')
    return <CreateServiceDialog cluster={target} onClose={onClose} />;
  if (target.kind === 'cluster' && action === 'deleteService')
    return <DeleteServiceDialog cluster={target} onClose={onClose} />;
  if (target.kind === 'cluster' && action === 'scaleService')
    return <ScaleServiceDialog cluster={target} onClose={onClose} />;
  return hasForm(target.kind, action) ? <ArgumentsDialog {...props} /> : <ConfirmAction {...props} />;
}

function ConfirmAction({ target, action, onClose }: ActionDialogProps) {
  const t = useT();
  const act = useAct(target);
  const [withVolumes, setWithVolumes] = useState(false);
  const deletesInstance = target.kind === 'instance' && action === 'delete';
  const dataDies = destructionOf(target.kind, action) === 'data' && (!deletesInstance || withVolumes);
  const verb = plainWord(t, action, target.kind);
  const run = () =>
    act.mutate({ action, args: deletesInstance ? { withVolumes } : {} }, { onSuccess: onClose });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('actions.confirm.title', { action: verb, name: target.name })}
      description={
        <>
          {warningOf(t, target.kind, action)}
          {deletesInstance && (
            <span className="mt-3 block text-text">
              <Checkbox
                showLabel
                label={t('actions.withVolumes')}
                checked={withVolumes}
                onCheckedChange={setWithVolumes}
              />
            </span>
          )}
        </>
      }
      confirm={verb}
      danger={destructionOf(target.kind, action) !== 'no'}
      {...(dataDies ? { typeName: target.name } : {})}
      busy={act.isPending}
      error={act.isError && <ErrorState failure={failureOf(act.error)} />}
      onConfirm={run}
    />
  );
}
