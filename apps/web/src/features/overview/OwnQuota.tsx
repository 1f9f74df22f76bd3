import { useProjectQuota } from '../../components/QuotaBars.tsx';
import { detailPath } from '../../components/paths.ts';
import { useSession, projectStore } from '../../api/session.ts';
import { useStore } from '../../lib/store.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { SkeletonLines } from '../../ui/Skeleton.tsx';
import { useT } from '../../lib/i18n.ts';
import { QuotaRings } from './QuotaRings.tsx';

/** What one's projects may use, and what is used of it; of the chosen project where one is chosen. */
export function OwnQuota() {
  const session = useSession();
  const narrowed = useStore(projectStore);
  const shown = (session?.memberships ?? []).filter(m => narrowed === null || m.project === narrowed);
  return shown.map(({ project, projectName }) => (
    <ProjectQuotaCard key={project} project={project} name={projectName} />
  ));
}

function ProjectQuotaCard({ project, name }: { project: string; name: string }) {
  const t = useT();
  const { data, isPending } = useProjectQuota(project);
  return (
    <Card
      title={t('overview.quotaOf', { name })}
      actions={
        <TextLink href={detailPath('project', project)} className="px-2 text-12 font-normal text-muted">
          {t('overview.quotaMore')}
        </TextLink>
      }
    >
      {isPending && <SkeletonLines lines={3} />}
      {data && <QuotaRings quota={data} />}
    </Card>
  );
}
