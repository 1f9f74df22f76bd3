import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectField } from '../../components/ProjectField.tsx';
import { useProjectChoice } from '../../components/use-project-choice.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { FileField } from './FileField.tsx';
import { beginnings, useVolumeDraft } from './use-volume-draft.ts';

/** Makes a volume: empty, as a copy of another, or of a file of this machine. */
export function VolumeDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const knowsPools = useMayAnywhere('fleet.read');
  const owner = useProjectChoice('volume.change');
  const { draft, change, begin, pick, create, missing } = useVolumeDraft(owner.project, onClose);
  const { from, name, size, pool, copyOf, picked } = draft;
  const chooseProject = (project: string) => {
    owner.choose(project);
    change({ instance: '' });
  };
  return (
    <FormDialog
      title={t('storage.volumes.create')}
      submit={t('storage.volumes.create')}
      onSubmit={() => create.mutate()}
      onClose={onClose}
      busy={create.isPending}
      error={create.error}
      disabledReason={missing()}
    >
      <SegmentedControl
        label={t('storage.volumes.from')}
        value={from}
        onValueChange={begin}
        segments={beginnings.map(value => ({ value, label: t(`storage.volumes.fromKinds.${value}`) }))}
      />
      {from === 'copy' && <CopyField value={copyOf} onChange={volume => change({ copyOf: volume })} />}
      {from === 'file' && <FileField picked={picked} onPick={pick} />}
      <div className="grid grid-cols-[1fr_8rem] items-start gap-3">
        <Field label={t('fields.name')}>
          {ids => (
            <Input
              {...ids}
              autoComplete="off"
              value={name}
              onChange={e => change({ name: e.target.value })}
            />
          )}
        </Field>
        <Field label={t('fields.capacity')}>
          {ids => (
            <Input
              {...ids}
              suffix="GiB"
              inputMode="decimal"
              placeholder={from === 'file' ? t('storage.volumes.asFile') : ''}
              value={size}
              onChange={e => change({ size: e.target.value })}
            />
          )}
        </Field>
      </div>
      <ProjectField choice={{ ...owner, choose: chooseProject }} />
      {owner.project !== null && (
        <InstanceField
          project={owner.project}
          value={draft.instance}
          onChange={instance => change({ instance })}
        />
      )}
      {knowsPools && <PoolField value={pool} onChange={chosen => change({ pool: chosen })} />}
    </FormDialog>
  );
}

type PickProps = { value: string; onChange: (value: string) => void };

function CopyField({ value, onChange }: PickProps) {
  const t = useT();
  const { rows } = useLiveList('volume', { q: 'status:available', sort: 'name', limit: 500 });
  const options = rows.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Field label={t('storage.volumes.copyOf')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}

/** It is made where this instance can attach it; nothing to choose, nothing shown. */
function InstanceField({ project, value, onChange }: PickProps & { project: string }) {
  const t = useT();
  const q = `project:${quoteIfNeeded(project)}`;
  const { rows } = useLiveList('instance', { q, sort: 'name', limit: 500 });
  if (rows.length === 0) return null;
  const options = [
    { value: '', label: t('storage.volumes.forNone') },
    ...rows.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('storage.volumes.for')} hint={t('storage.volumes.forHint')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}

function PoolField({ value, onChange }: PickProps) {
  const t = useT();
  const { rows } = useLiveList('storage-pool', { q: 'status:active', sort: 'name', limit: 500 });
  const options = [
    { value: '', label: t('storage.volumes.anyPool') },
    ...rows.map(({ id, name, capacityBytes, usedBytes }) => ({
      value: id,
      label:
        capacityBytes === null || usedBytes === null
          ? name
          : t('storage.volumes.poolFree', { name, free: formatBytes(capacityBytes - usedBytes) }),
    })),
  ];
  return (
    <Field label={t('fields.pool')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}
