import { Bookmark } from 'lucide-react';
import { orrery } from '../../api/orrery.ts';
import { listPath } from '../../components/paths.ts';
import { matches, viewHref } from '../../components/views/view-state.ts';
import type { FeatureManifest } from '../../lib/feature.ts';

/** Saved views have no page: they are tabs of lists, and found by name. */
export const viewsFeature: FeatureManifest = {
  id: 'views',
  nav: [],
  routes: [],
  palette: [
    {
      id: 'views',
      search: async (query, signal) => {
        const views = await orrery.views.list(undefined, signal);
        return views
          .filter(view => matches(view, query))
          .map(view => ({
            id: view.id,
            label: view.name,
            icon: Bookmark,
            href: viewHref(listPath(view.kind), view),
          }));
      },
    },
  ],
};
