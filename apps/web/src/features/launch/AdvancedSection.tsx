import type { Volume } from '@orrery/contract/resources/storage.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { DisksField } from './DisksField.tsx';
import { type Draft, words } from './draft.ts';
import { Fold } from './Fold.tsx';
import type { Problems } from './problems.ts';
import type { Change } from './use-draft.ts';

type SectionProps = { draft: Draft; change: Change; problems: Problems };

/** User data and host name: what the guest does at its first start. */
export function FirstBootSection({ draft, change, problems }: SectionProps) {
  const t = useT();
  const filled =
    draft.userData.trim() === '' ? undefined : t('launch.userDataLines', { count: lines(draft.userData) });
  return (
    <Fold title={t('launch.firstBoot')} filled={filled}>
      <div className="flex flex-col gap-3">
        <Field label={t('launch.userData')} hint={t('launch.userDataHint')} error={problems.of('userData')}>
          {ids => (
            <TextArea
              {...ids}
              className="min-h-36 font-mono text-12"
              spellCheck={false}
              placeholder={'#cloud-config\npackages: [nginx]'}
              value={draft.userData}
              onChange={event => change({ userData: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('launch.hostname')} optional={t('launch.optional')} error={problems.of('hostname')}>
          {ids => (
            <Input
              {...ids}
              placeholder={draft.name}
              value={draft.hostname}
              onChange={event => change({ hostname: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Fold>
  );
}

const lines = (text: string): number => text.trim().split('\n').length;

const POLICIES = ['soft-apart', 'apart', 'soft-together', 'together'] as const;

/** Wishes for the place. Only who knows the topology may name a host. */
export function PlacementSection({ draft, change, problems }: SectionProps) {
  const t = useT();
  const knowsHosts = useMayAnywhere('fleet.read');
  return (
    <Fold title={t('launch.placement')} filled={draft.group || draft.zone || undefined}>
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <Field label={t('launch.group')} hint={t('launch.groupHint')} error={problems.of('placement.group')}>
          {ids => (
            <Input {...ids} value={draft.group} onChange={event => change({ group: event.target.value })} />
          )}
        </Field>
        <Field label={t('launch.policy')}>
          {ids => (
            <Select
              {...ids}
              options={POLICIES.map(value => ({ value, label: t(`launch.policies.${value}`) }))}
              value={draft.policy}
              onValueChange={policy => change({ policy })}
            />
          )}
        </Field>
        <Field label={t('launch.zone')} optional={t('launch.optional')} error={problems.of('placement.zone')}>
          {ids => (
            <Input {...ids} value={draft.zone} onChange={event => change({ zone: event.target.value })} />
          )}
        </Field>
        {knowsHosts && <HostField draft={draft} change={change} problems={problems} />}
      </div>
    </Fold>
  );
}

function HostField({ draft, change, problems }: SectionProps) {
  const t = useT();
  const hosts = useLiveList('host', { sort: 'name', limit: 500 });
  const options = [
    { value: '', label: t('launch.anyHost') },
    ...hosts.rows.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('launch.host')} error={problems.of('placement.host')}>
      {ids => (
        <Select {...ids} options={options} value={draft.host} onValueChange={host => change({ host })} />
      )}
    </Field>
  );
}

type MoreSectionProps = SectionProps & { volumes: readonly Volume[] };

/** Further disks, words about it, and whether it starts at once. */
export function MoreSection({ draft, change, problems, volumes }: MoreSectionProps) {
  const t = useT();
  const tags = words(draft.tags);
  const filled = [
    draft.volumes.length > 0 ? t('launch.disksCount', { count: draft.volumes.length }) : '',
    ...tags,
  ];
  return (
    <Fold title={t('launch.more')} filled={filled.filter(Boolean).join(', ') || undefined}>
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <DisksField draft={draft} change={change} problems={problems} volumes={volumes} />
        <Field label={t('fields.tags')} hint={t('launch.tagsHint')} error={problems.of('tags')}>
          {ids => (
            <Input {...ids} value={draft.tags} onChange={event => change({ tags: event.target.value })} />
          )}
        </Field>
        <Field label={t('fields.description')}>
          {ids => (
            <TextArea
              {...ids}
              value={draft.description}
              onChange={event => change({ description: event.target.value })}
            />
          )}
        </Field>
        <Checkbox
          showLabel
          label={t('launch.startNow')}
          checked={draft.start}
          onCheckedChange={start => change({ start })}
        />
      </div>
    </Fold>
  );
}
