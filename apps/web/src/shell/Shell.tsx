import { Outlet } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useSession } from '../api/session.ts';
import { OperationToasts } from '../components/actions/OperationToasts.tsx';
import { UploadTray } from '../components/UploadTray.tsx';
import type { FeatureManifest } from '../lib/feature.ts';
import { useT } from '../lib/i18n.ts';
import { Banners } from './Banners.tsx';
import { navSections, verbsOf } from './nav.ts';
import { Rail } from './Rail.tsx';
import { ShellDialogs } from './ShellDialogs.tsx';
import { TopBar } from './TopBar.tsx';
import { useProjectInAddress } from './use-project-in-address.ts';
import { useShellShortcuts } from './use-shell-shortcuts.ts';

/** The frame of every signed-in page. */
export function Shell({ manifests }: { manifests: readonly FeatureManifest[] }) {
  const t = useT();
  const session = useSession();
  const sections = useMemo(() => (session ? navSections(manifests, session) : []), [manifests, session]);
  const verbs = useMemo(() => (session ? verbsOf(manifests, session) : []), [manifests, session]);
  const providers = useMemo(() => manifests.flatMap(manifest => manifest.palette ?? []), [manifests]);
  useShellShortcuts(sections);
  useProjectInAddress();
  return (
    <div className="flex h-full min-h-0">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-13 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t('shell.skip')}
      </a>
      <Rail sections={sections} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <TopBar />
        <OperationToasts />
        <Banners />
        <main id="content" tabIndex={-1} className="relative flex min-h-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      <UploadTray />
      <ShellDialogs sections={sections} providers={providers} verbs={verbs} />
    </div>
  );
}
