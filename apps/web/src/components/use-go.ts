import { type RouterHistory, useRouter } from '@tanstack/react-router';

/**
 * Goes to one of our own addresses. The route tree is built from manifests, so paths are plain text here;
 * the annotation gives back the type that an unregistered router loses.
 */
export function useGo(): (href: string, options?: { replace: boolean }) => void {
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- see above
  const { history }: { history: RouterHistory } = useRouter();
  return (href, options) => (options?.replace ? history.replace(href) : history.push(href));
}
