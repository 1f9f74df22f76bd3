import { EnvironmentField } from '../../components/EnvironmentField.tsx';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';
import type { Change } from './use-draft.ts';

const RESTARTS = ['no', 'unless-stopped', 'always', 'on-failure'] as const;

/** What only containers have. */
export function ContainerSection({
  draft,
  change,
  problems,
}: {
  draft: Draft;
  change: Change;
  problems: Problems;
}) {
  const t = useT();
  return (
    <Card title={t('launch.container')}>
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <Field label={t('launch.command')} hint={t('launch.commandHint')}>
          {ids => (
            <Input
              {...ids}
              className="font-mono"
              spellCheck={false}
              value={draft.command}
              onChange={event => change({ command: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('launch.ports')} hint={t('launch.portsHint')} error={problems.of('container.ports')}>
          {ids => (
            <Input
              {...ids}
              className="font-mono"
              placeholder="8080:80"
              value={draft.ports}
              onChange={event => change({ ports: event.target.value })}
            />
          )}
        </Field>
        <EnvironmentField
          value={draft.environment}
          onChange={environment => change({ environment })}
          error={problems.of('container.environment')}
        />
        <Field label={t('launch.restart')}>
          {ids => (
            <Select
              {...ids}
              options={RESTARTS.map(value => ({ value, label: t(`launch.restarts.${value}`) }))}
              value={draft.restart}
              onValueChange={restart => change({ restart })}
            />
          )}
        </Field>
      </div>
    </Card>
  );
}
