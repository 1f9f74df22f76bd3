import type { CreateVolumeInput } from '@orrery/contract/launch/creation-bodies.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveList } from '../../api/live-rows.ts';
import { orrery } from '../../api/orrery.ts';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectField } from '../../components/ProjectField.tsx';
import { useProjectChoice } from '../../components/use-project-choice.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { useRequestKey } from '../../lib/use-request-key.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';

const GIB = 1_073_741_824;

/** Makes a volume, empty or as a copy of another. */
export function VolumeDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const session = useSession();
  const owner = useProjectChoice('volume.change');
  const [name, setName] = useState('');
  const [size, setSize] = useState('10');
  const [pool, setPool] = useState('');
  const [copyOf, setCopyOf] = useState('');
  const request: CreateVolumeInput = {
    name: name.trim(),
    capacityBytes: Math.round(Number(size) * GIB),
    project: owner.project,
    ...(pool === '' ? {} : { pool }),
    ...(copyOf === '' ? {} : { source: { from: 'volume', volume: copyOf } }),
  };
  const key = useRequestKey(request);
  const create = useMutation({
    mutationFn: () => orrery.own.createVolume(request, { idempotencyKey: key() }),
    onSuccess: onClose,
  });
  const missing = () => {
    if (name.trim() === '') return t('storage.volumes.nameMissing');
    return Number(size) > 0 ? undefined : t('storage.volumes.sizeMissing');
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
      <div className="grid grid-cols-[1fr_8rem] items-start gap-3">
        <Field label={t('fields.name')}>
          {ids => <Input {...ids} autoComplete="off" value={name} onChange={e => setName(e.target.value)} />}
        </Field>
        <Field label={t('fields.capacity')}>
          {ids => (
            <Input
              {...ids}
              suffix="GiB"
              inputMode="decimal"
              value={size}
              onChange={e => setSize(e.target.value)}
            />
          )}
        </Field>
      </div>
      <CopyField value={copyOf} onChange={setCopyOf} />
      <ProjectField choice={owner} />
      {session !== null && mayAnywhere(session, 'fleet.read') && (
        <PoolField value={pool} onChange={setPool} />
      )}
    </FormDialog>
  );
}

type PickProps = { value: string; onChange: (value: string) => void };

function CopyField({ value, onChange }: PickProps) {
  const t = useT();
  const { rows } = useLiveList('volume', { q: 'status:available', sort: 'name', limit: 500 });
  const options = [
    { value: '', label: t('storage.volumes.empty') },
    ...rows.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('storage.volumes.copyOf')}>
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
