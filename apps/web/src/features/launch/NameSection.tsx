import { launchLimit } from '@orrery/contract/launch/launch.ts';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';
import type { Change } from './use-draft.ts';

type NameSectionProps = {
  draft: Draft;
  change: Change;
  problems: Problems;
  /** Those in which this person may launch. */
  projects: readonly { value: string; label: string }[];
};

/** What they are called, how many, and whose they are. */
export function NameSection({ draft, change, problems, projects }: NameSectionProps) {
  const t = useT();
  const count = Number(draft.count);
  const many = Number.isInteger(count) && count > 1;
  return (
    <Card title={t('launch.name')}>
      <div className="grid grid-cols-[1fr_7rem] items-start gap-3 max-sm:grid-cols-1">
        <Field
          label={t('fields.name')}
          error={problems.of('name')}
          hint={
            many
              ? t('launch.nameMany', { first: `${draft.name}-1`, last: `${draft.name}-${count}` })
              : undefined
          }
        >
          {ids => (
            <Input
              {...ids}
              autoComplete="off"
              spellCheck={false}
              value={draft.name}
              onChange={event => change({ name: event.target.value, nameTyped: event.target.value !== '' })}
            />
          )}
        </Field>
        <Field label={t('launch.count')} error={problems.of('count')}>
          {ids => (
            <Input
              {...ids}
              type="number"
              min={1}
              max={launchLimit}
              value={draft.count}
              onChange={event => change({ count: event.target.value })}
            />
          )}
        </Field>
        {projects.length > 1 && (
          <Field label={t('fields.project')} error={problems.of('project')}>
            {ids => (
              <Select
                {...ids}
                options={projects}
                value={draft.project ?? ''}
                onValueChange={project => change({ project: project === '' ? null : project })}
              />
            )}
          </Field>
        )}
      </div>
    </Card>
  );
}
