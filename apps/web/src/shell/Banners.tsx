import { useState } from 'react';
import { connectionStore, type StaleBackend, staleBackendsStore } from '../api/live-state.ts';
import { mayAnywhere, useSession } from '../api/session.ts';
import { detailPath, listPath } from '../components/paths.ts';
import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';
import { useAge, useIsOlder } from '../lib/ticker.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { TextLink } from '../ui/Link.tsx';

// A reconnect of a second or two is not worth moving the page for.
const LOST_GRACE_MS = 4000;

/** What puts everything on the page in question, worst first. */
export function Banners() {
  const connection = useStore(connectionStore);
  const stale = useStore(staleBackendsStore);
  return (
    <>
      {connection.outdated && <OutdatedBanner />}
      {connection.state === 'lost' && !connection.outdated && <LostBanner since={connection.since} />}
      <BackendsBanner stale={stale} />
      <DemoBanner />
    </>
  );
}

function OutdatedBanner() {
  const t = useT();
  return (
    <Banner
      tone="bad"
      title={t('shell.banner.outdatedTitle')}
      action={
        <Button size="small" onClick={() => window.location.reload()}>
          {t('shell.crash.reload')}
        </Button>
      }
    >
      {t('shell.banner.outdatedText')}
    </Banner>
  );
}

function LostBanner({ since }: { since: number }) {
  const t = useT();
  const age = useAge(since);
  if (!useIsOlder(since, LOST_GRACE_MS)) return null;
  return (
    <Banner tone="bad" title={t('shell.banner.lostTitle')}>
      {t('shell.banner.lostText', { age })}
    </Banner>
  );
}

/** One line, however many there are: the page below it matters too. */
function BackendsBanner({ stale }: { stale: readonly StaleBackend[] }) {
  const t = useT();
  const [first] = stale;
  if (!first) return null;
  if (stale.length === 1) return <StaleBanner backend={first} />;
  return (
    <Banner
      tone="warn"
      title={t('shell.banner.severalTitle', { count: stale.length })}
      action={<Show href={listPath('backend', 'is:attention')} />}
    >
      {stale.map(backend => backend.name).join(', ')}
    </Banner>
  );
}

function StaleBanner({ backend }: { backend: StaleBackend }) {
  const t = useT();
  const { name, silent, connections, lastSeenAt } = backend;
  const age = useAge(lastSeenAt ?? 0);
  const some = silent < connections;
  const since = lastSeenAt ? t('shell.banner.staleText', { age }) : t('shell.banner.neverText');
  return (
    <Banner
      tone="warn"
      title={
        some
          ? t('shell.banner.someTitle', { backend: name, silent, connections })
          : t('shell.banner.staleTitle', { backend: name })
      }
      action={<Show href={detailPath('backend', backend.id)} />}
    >
      {some ? t('shell.banner.someText') : since}
    </Banner>
  );
}

function Show({ href }: { href: string }) {
  const t = useT();
  return (
    <TextLink href={href} className="shrink-0 underline">
      {t('actions.view')}
    </TextLink>
  );
}

/** Can be closed: the badge in the top bar stays. */
function DemoBanner() {
  const t = useT();
  const session = useSession();
  const [closed, setClosed] = useState(false);
  if (!session?.demo || closed) return null;
  return (
    <Banner tone="off" title={t('shell.banner.demoTitle')} onDismiss={() => setClosed(true)}>
      {t(mayAnywhere(session, 'backend.manage') ? 'shell.banner.demoText' : 'shell.banner.demoOwn')}
    </Banner>
  );
}
