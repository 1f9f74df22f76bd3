import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** After navigation: focus on the page's heading, and its title spoken. A change of query or tab is not navigation. */
export function RouteAnnouncer() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  useEffect(() => {
    return router.subscribe('onRendered', ({ fromLocation, toLocation }) => {
      if (!fromLocation || fromLocation.pathname === toLocation.pathname) return;
      document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true });
      setTitle(document.title);
    });
  }, [router]);
  return (
    <div aria-live="polite" className="sr-only">
      {title}
    </div>
  );
}
