import { launchLimit } from '@orrery/contract/launch/launch.ts';
import { useSession } from '../../api/session.ts';
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
  projects: readonly { id: string; name: string }[];
};

/** What they are called, how many, and whose they are. */
export function NameSection({ draft, change, problems, projects }: NameSectionProps) {
  const t = useT();
  const session = useSession();
  const count = Number(draft.count);
  const many = Number.isInteger(count) && count > 1;
  // Whoever is over everything may also launch what belongs to no project.
  const unowned = session?.permissions.includes('instance.create') ?? false;
  const options = [
    ...(unowned ? [{ value: '', label: t('launch.noProject') }] : []),
    ...projects.map(({ id, name }) => ({ value: id, label: name })),
  ];
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
              onChange={event => change({ name: event.target.value })}
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
        {options.length > 1 && (
          <Field label={t('fields.project')} error={problems.of('project')}>
            {ids => (
              <Select
                {...ids}
                options={options}
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
