import { useState } from 'react';
import { connectionStore, staleBackendsStore } from '../api/live-state.ts';
import { useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';
import { useAge, useIsOlder } from '../lib/ticker.ts';
import { Banner } from '../ui/Banner.tsx';

// A reconnect of a second or two is not worth moving the page for.
const LOST_GRACE_MS = 4000;

/** What puts everything on the page in question, worst first. */
export function Banners() {
  const connection = useStore(connectionStore);
  const stale = useStore(staleBackendsStore);
  return (
    <>
      {connection.state === 'lost' && <LostBanner since={connection.since} />}
      {stale.map(backend => (
        <StaleBanner key={backend.id} name={backend.name} lastSeenAt={backend.lastSeenAt} />
      ))}
      <DemoBanner />
    </>
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

function StaleBanner({ name, lastSeenAt }: { name: string; lastSeenAt: string }) {
  const t = useT();
  const age = useAge(lastSeenAt);
  return (
    <Banner tone="warn" title={t('shell.banner.staleTitle', { backend: name })}>
      {t('shell.banner.staleText', { age })}
    </Banner>
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
      {t('shell.banner.demoText')}
    </Banner>
  );
}
