import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { ProjectActions } from './ProjectActions.tsx';
import { ProjectMembers } from './ProjectMembers.tsx';
import { ProjectOverview } from './ProjectOverview.tsx';

function ProjectPage() {
  const t = useT();
  const manages = useMayAnywhere('project.manage');
  return (
    <DetailPage
      kind="project"
      listTitle={t('projects.title')}
      meta={project => <Description project={project} />}
      actions={project => manages && <ProjectActions project={project} />}
      tabs={[
        {
          value: 'overview',
          label: t('projects.tabs.overview'),
          render: p => <ProjectOverview project={p} manages={manages} />,
        },
        { value: 'members', label: t('projects.members'), render: p => <ProjectMembers project={p} /> },
      ]}
    />
  );
}

const Description = ({ project }: { project: Project }) =>
  project.description && <span className="truncate">{project.description}</span>;

export const page: Page = { Component: ProjectPage };
