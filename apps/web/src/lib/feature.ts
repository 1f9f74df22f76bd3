import type { Permission } from '@orrery/contract/identity/permissions.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { QueryClient } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { MessageKey } from './i18n.ts';

/** Order of the groups in the rail. */
export const NAV_GROUPS = ['overview', 'compute', 'storage', 'network', 'activity', 'admin'] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];

export type NavEntry = {
  group: NavGroup;
  path: string;
  label: MessageKey;
  icon: LucideIcon;
  /** A sequence such as `g i`. */
  keys?: string;
};

export type LoaderContext = {
  queryClient: QueryClient;
  params: Record<string, string>;
  search: Record<string, unknown>;
  signal: AbortSignal;
};

/** What a page file exports as `page`. The loader awaits what the page cannot be drawn without. */
export type Page = {
  Component: ComponentType;
  loader?: (context: LoaderContext) => Promise<unknown>;
  /** A list: its rows are asked for before it is drawn. Kind and sort as its `ListPage` has them. */
  rows?: { kind: ResourceKind; sort: string };
};

export type FeatureRoute = {
  /** As in TanStack Router: `/instances/$id`. */
  path: string;
  /** A dynamic import: each page is its own chunk. */
  load: () => Promise<{ page: Page }>;
  /** Search parameters become known by name; what is not understood is dropped. */
  parseSearch?: (search: Record<string, unknown>) => Record<string, unknown>;
  /** Without the frame: the wall, the console in its own window. */
  bare?: boolean;
};

export type PaletteEntry = {
  id: string;
  label: string;
  /** Kind, place, address: what tells two of the same name apart. */
  hint?: string;
  /** Of a resource, as the API spells it; shown in its place. */
  status?: string;
  icon?: LucideIcon;
  href?: string;
  run?: () => void;
  disabledReason?: string;
};

/** What people often do, wherever they are: the palette offers it to whoever may. */
export type PaletteVerb = { label: MessageKey; href: string; permission: Permission };

/** Finds resources for the palette. It is asked again with each pause in typing; obey the signal. */
export type PaletteProvider = {
  id: string;
  search: (query: string, signal: AbortSignal) => Promise<readonly PaletteEntry[]>;
};

/** All that the frame knows of a feature. `features/index.ts` lists them; there is no other registration. */
export type FeatureManifest = {
  id: string;
  /** Nobody without it sees the navigation or the pages. */
  permission?: Permission;
  nav: readonly NavEntry[];
  routes: readonly FeatureRoute[];
  palette?: readonly PaletteProvider[];
  verbs?: readonly PaletteVerb[];
};
