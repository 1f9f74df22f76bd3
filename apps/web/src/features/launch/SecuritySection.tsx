import { SecurityGroupChoice } from '../../components/SecurityGroupChoice.tsx';
import { useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';
import type { Change } from './use-draft.ts';

type SecuritySectionProps = { draft: Draft; change: Change; problems: Problems };

/** What may reach it. */
export function SecuritySection({ draft, change, problems }: SecuritySectionProps) {
  const t = useT();
  const error = problems.of('securityGroups');
  return (
    <Card title={t('security.title')}>
      <SecurityGroupChoice
        project={draft.project}
        value={draft.securityGroups}
        onChange={groups => change({ securityGroups: [...groups] })}
      />
      {error && (
        <p role="alert" className="mt-2 text-12 text-bad-text">
          {error}
        </p>
      )}
    </Card>
  );
}
