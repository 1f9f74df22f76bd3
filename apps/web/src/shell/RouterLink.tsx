import { useRouter } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { useGo } from '../components/use-go.ts';
import type { LinkProps } from '../ui/Link.tsx';

/** A real anchor (middle click, copy address) that navigates without a page load and warms the page on hover. */
export function RouterLink({ href, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  const go = useGo();
  const inside = href.startsWith('/') && !href.startsWith('/api/');
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain || !inside || rest.target) return;
    event.preventDefault();
    go(href);
  };
  const warm = () => {
    // A page that cannot be preloaded shows its error when it is opened.
    if (inside) router.preloadRoute({ to: href.split('?')[0] ?? href }).catch(() => {});
  };
  return (
    <a {...rest} href={href} onClick={follow} onPointerEnter={warm}>
      {rest.children}
    </a>
  );
}
