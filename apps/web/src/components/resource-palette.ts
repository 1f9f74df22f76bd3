import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { LucideIcon } from 'lucide-react';
import { orrery } from '../api/orrery.ts';
import type { PaletteProvider } from '../lib/feature.ts';
import { detailPath } from './paths.ts';

/** Finds resources of one kind by the query language, for the palette. */
export function resourcePalette(kind: ResourceKind, icon: LucideIcon): PaletteProvider {
  return {
    id: kind,
    search: async (query, signal) => {
      const page = await orrery.list(kind, { q: query, limit: 6 }, signal);
      return page.items.map(row => ({
        id: row.id,
        label: row.name,
        status: row.status,
        icon,
        href: detailPath(kind, row.id),
      }));
    },
  };
}
