import { FolderKanban } from 'lucide-react';
import { resourcePalette } from '../../components/resource-palette.ts';
import type { FeatureManifest } from '../../lib/feature.ts';
import { addingPath, parseListSearch } from '../../lib/list-search.ts';

export const projectsFeature: FeatureManifest = {
  id: 'projects',
  // Everybody sees their own: its members and what it may use.
  permission: 'inventory.read',
  nav: [{ group: 'admin', path: '/projects', label: 'projects.title', icon: FolderKanban, keys: 'g j' }],
  routes: [
    { path: '/projects', load: () => import('./ProjectsPage.tsx'), parseSearch: parseListSearch },
    { path: '/projects/$id', load: () => import('./ProjectPage.tsx'), parseSearch: parseListSearch },
  ],
  palette: [resourcePalette('project', FolderKanban)],
  verbs: [{ label: 'projects.create', href: addingPath('/projects'), permission: 'project.manage' }],
};
