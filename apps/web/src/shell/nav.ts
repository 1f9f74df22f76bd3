import type { Session } from '@orrery/contract/http/bodies.ts';
import { mayAnywhere } from '../api/session.ts';
import {
  type FeatureManifest,
  NAV_GROUPS,
  type NavEntry,
  type NavGroup,
  type PaletteVerb,
} from '../lib/feature.ts';

export type NavSection = { group: NavGroup; entries: readonly NavEntry[] };

/** A tenant's rail is shorter, not greyed: entries without permission are left out, and so are empty groups. */
export function navSections(manifests: readonly FeatureManifest[], session: Session): NavSection[] {
  const entries = manifests
    .filter(manifest => !manifest.permission || mayAnywhere(session, manifest.permission))
    .flatMap(manifest => manifest.nav);
  return NAV_GROUPS.map(group => ({ group, entries: entries.filter(entry => entry.group === group) })).filter(
    section => section.entries.length > 0,
  );
}

/** What the palette offers to do; each verb has a permission of its own. */
export function verbsOf(manifests: readonly FeatureManifest[], session: Session): PaletteVerb[] {
  return manifests
    .flatMap(manifest => manifest.verbs ?? [])
    .filter(verb => mayAnywhere(session, verb.permission));
}

/** `/instances` is current on `/instances/kvm:web-01`, but not on `/instances-archive`. */
export function isCurrent(entry: NavEntry, pathname: string): boolean {
  if (entry.path === '/') return pathname === '/';
  return pathname === entry.path || pathname.startsWith(`${entry.path}/`);
}
