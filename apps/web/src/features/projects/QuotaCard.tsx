import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { isLimit, quotaChange, quotaKeys, textsOf } from './quota-form.ts';

const UNITS: Partial<Record<(typeof quotaKeys)[number], string>> = { memoryMiB: 'MiB', volumeGiB: 'GiB' };

export function QuotaCard({ project, manages }: { project: Project; manages: boolean }) {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const edit = manages && (
    <Button size="small" onClick={() => setEditing(true)}>
      {t('projects.edit')}
    </Button>
  );
  return (
    <Card title={t('projects.quota')} actions={edit}>
      <KeyValueList
        facts={quotaKeys.map(key => {
          const limit = project.quota[key];
          const unit = UNITS[key];
          return {
            label: t(`projects.limits.${key}`),
            value:
              limit === null ? (
                <span className="text-muted">{t('projects.unlimited')}</span>
              ) : (
                `${formatCount(limit)}${unit ? ` ${unit}` : ''}`
              ),
          };
        })}
      />
      <p className="mt-3 text-12 text-muted">{t('projects.quotaNotYet')}</p>
      {editing && <QuotaDialog project={project} onClose={() => setEditing(false)} />}
    </Card>
  );
}

function QuotaDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useT();
  const [texts, setTexts] = useState(() => textsOf(project.quota));
  const change = quotaChange(texts, project.quota);
  const save = useMutation({
    mutationFn: () => orrery.admin.changeProject(project.id, { quota: change ?? {} }),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t('projects.quotaTitle', { name: project.name })}
      description={t('projects.quotaHint')}
      submit={t('projects.save')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={change ? undefined : t('projects.notANumber')}
    >
      <div className="grid grid-cols-2 items-start gap-3">
        {quotaKeys.map(key => {
          const unit = UNITS[key];
          return (
            <Field
              key={key}
              label={t(`projects.limits.${key}`)}
              error={isLimit(texts[key]) ? undefined : t('projects.notANumber')}
            >
              {ids => (
                <Input
                  {...ids}
                  {...(unit ? { suffix: unit } : {})}
                  inputMode="numeric"
                  autoComplete="off"
                  placeholder={t('projects.unlimited')}
                  value={texts[key]}
                  onChange={event => setTexts(now => ({ ...now, [key]: event.target.value }))}
                />
              )}
            </Field>
          );
        })}
      </div>
    </FormDialog>
  );
}
