import type { SecurityGroup } from '@orrery/contract/security/security-groups.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { securityGroupsKey } from '../../api/security-groups.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectField } from '../../components/ProjectField.tsx';
import { type ProjectChoice, useProjectChoice } from '../../components/use-project-choice.ts';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { presets, type RuleTexts, textsOf, toRule } from './rule-form.ts';
import { RulesEditor } from './RulesEditor.tsx';
import { showApplied } from './show-applied.ts';

type SecurityGroupDialogProps = { group?: SecurityGroup; onClose: () => void };

/** Makes a group, or changes one; its instances get changed rules at once. */
export function SecurityGroupDialog({ group, onClose }: SecurityGroupDialogProps) {
  const t = useT();
  const queries = useQueryClient();
  const owner = useOwner();
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [rules, setRules] = useState<readonly RuleTexts[]>(() => group?.rules.map(textsOf) ?? [presets.ssh]);
  const made = rules.map(toRule).filter(rule => rule !== 'ports');
  const save = useMutation({
    mutationFn: async () => {
      const fields = { name: name.trim(), description: description.trim() || null, rules: made };
      if (!group) return await orrery.own.createSecurityGroup({ ...fields, project: owner.project });
      const changed = await orrery.own.changeSecurityGroup(group.id, fields);
      showApplied(t, changed);
      return changed.group;
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: securityGroupsKey });
      onClose();
    },
  });
  const why = () => {
    if (name.trim() === '') return t('security.nameMissing');
    if (!group && owner.project === null) return t('security.projectMissing');
    return made.length < rules.length ? t('security.portsWrong') : undefined;
  };
  return (
    <FormDialog
      wide
      title={group ? t('security.editTitle', { name: group.name }) : t('security.create')}
      submit={t(group ? 'security.save' : 'security.create')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={why()}
    >
      <Field label={t('fields.name')}>
        {ids => (
          <Input {...ids} autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t('fields.description')} optional={t('launch.optional')}>
        {ids => <Input {...ids} value={description} onChange={event => setDescription(event.target.value)} />}
      </Field>
      {!group && <ProjectField choice={owner} />}
      <RulesEditor rules={rules} onChange={setRules} />
    </FormDialog>
  );
}

/** A group is always a project's. */
function useOwner(): ProjectChoice {
  const choice = useProjectChoice('security.change');
  const options = choice.options.filter(({ value }) => value !== '');
  return { ...choice, options, project: choice.project ?? options[0]?.value ?? null };
}
