import type { Project } from '@orrery/contract/resources/identity.ts';
import { listPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatDate } from '../../lib/dates.ts';
import { formatCount } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { KeyValueList } from '../../ui/KeyValueList.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { CostCard } from '../../components/CostCard.tsx';
import { QuotaCard } from './QuotaCard.tsx';
import { QuotaRequests } from './QuotaRequests.tsx';
import { UsageCard } from './UsageCard.tsx';

export function ProjectOverview({ project, manages }: { project: Project; manages: boolean }) {
  const t = useT();
  const instances = (
    <TextLink href={listPath('instance', `project:${project.id}`)}>
      {formatCount(project.instanceCount)}
    </TextLink>
  );
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title={t('projects.facts')}>
        <KeyValueList
          facts={[
            { label: t('fields.description'), value: project.description },
            { label: t('fields.instances'), value: instances },
            { label: t('projects.members'), value: formatCount(project.members.length) },
            { label: t('fields.created'), value: formatDate(project.createdAt) },
            { label: t('fields.id'), value: project.id, mono: true },
          ]}
        />
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <QuotaCard project={project} manages={manages} />
        <QuotaRequests project={project.id} decides={manages} />
        <UsageCard project={project.id} />
        <CostCard project={project.id} />
      </div>
    </div>
  );
}
