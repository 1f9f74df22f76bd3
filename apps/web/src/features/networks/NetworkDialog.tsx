import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { BackendField } from '../../components/BackendField.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectField } from '../../components/ProjectField.tsx';
import { useProjectChoice } from '../../components/use-project-choice.ts';
import { useT } from '../../lib/i18n.ts';
import { useRequestKey } from '../../lib/use-request-key.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { type NetworkTexts, networkTypes, nothing, toNetwork } from './network-form.ts';

export function NetworkDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [texts, setTexts] = useState(nothing);
  const owner = useProjectChoice('network.create');
  const request = { ...toNetwork(texts), project: owner.project };
  const key = useRequestKey(request);
  const change = (part: Partial<NetworkTexts>) => setTexts(now => ({ ...now, ...part }));
  const create = useMutation({
    mutationFn: () => orrery.own.createNetwork(request, { idempotencyKey: key() }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t('networks.create')}
      submit={t('networks.create')}
      onSubmit={() => create.mutate()}
      onClose={onClose}
      busy={create.isPending}
      error={create.error}
      disabledReason={texts.name.trim() === '' ? t('networks.nameMissing') : undefined}
    >
      <div className="grid grid-cols-2 items-start gap-3">
        <Field label={t('fields.name')}>
          {ids => (
            <Input
              {...ids}
              autoComplete="off"
              value={texts.name}
              onChange={e => change({ name: e.target.value })}
            />
          )}
        </Field>
        <Field label={t('fields.type')} hint={t(`networks.meaning.${texts.type}`)}>
          {ids => (
            <Select
              {...ids}
              options={networkTypes.map(value => ({ value, label: t(`networks.types.${value}`) }))}
              value={texts.type}
              onValueChange={type => change({ type })}
            />
          )}
        </Field>
      </div>
      {texts.type === 'bridged' ? (
        <BridgeFields texts={texts} change={change} />
      ) : (
        <AddressFields texts={texts} change={change} />
      )}
      <ProjectField choice={owner} />
      <BackendField
        capability="network.create"
        value={texts.backend}
        onChange={backend => change({ backend })}
      />
    </FormDialog>
  );
}

type PartProps = { texts: NetworkTexts; change: (part: Partial<NetworkTexts>) => void };

function AddressFields({ texts, change }: PartProps) {
  const t = useT();
  return (
    <>
      <Field label={t('fields.cidr')}>
        {ids => (
          <Input
            {...ids}
            className="font-mono"
            value={texts.cidr}
            onChange={e => change({ cidr: e.target.value })}
          />
        )}
      </Field>
      <Checkbox
        showLabel
        label={t('networks.giveAddresses')}
        checked={texts.dhcp}
        onCheckedChange={dhcp => change({ dhcp })}
      />
      {texts.dhcp && (
        <div className="grid grid-cols-2 items-start gap-3">
          <Field label={t('networks.rangeStart')} optional={t('launch.optional')}>
            {ids => <Input {...ids} value={texts.start} onChange={e => change({ start: e.target.value })} />}
          </Field>
          <Field label={t('networks.rangeEnd')} optional={t('launch.optional')}>
            {ids => <Input {...ids} value={texts.end} onChange={e => change({ end: e.target.value })} />}
          </Field>
        </div>
      )}
    </>
  );
}

function BridgeFields({ texts, change }: PartProps) {
  const t = useT();
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Field label={t('fields.bridge')} hint={t('networks.bridgeHint')}>
        {ids => (
          <Input
            {...ids}
            className="font-mono"
            placeholder="br0"
            value={texts.bridge}
            onChange={e => change({ bridge: e.target.value })}
          />
        )}
      </Field>
      <Field label={t('fields.vlan')} optional={t('launch.optional')}>
        {ids => (
          <Input
            {...ids}
            inputMode="numeric"
            value={texts.vlan}
            onChange={e => change({ vlan: e.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
