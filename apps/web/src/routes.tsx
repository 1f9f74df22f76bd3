import type { QueryClient } from '@tanstack/react-query';
import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { warmRows } from './api/warm-rows.ts';
import { loadSession } from './api/session.ts';
import { features } from './features/index.ts';
import type { FeatureRoute, Page } from './lib/feature.ts';
import { useIdle } from './lib/idle.ts';
import { late } from './lib/late.tsx';
import { parseListSearch } from './lib/list-search.ts';
import { LinkProvider } from './ui/Link.tsx';
import { TooltipLayer } from './ui/TooltipLayer.tsx';
import { LoginPage } from './shell/LoginPage.tsx';
import { navSections } from './shell/nav.ts';
import { NotFound } from './shell/NotFound.tsx';
import { PageError } from './shell/PageError.tsx';
import { RouteAnnouncer } from './shell/RouteAnnouncer.tsx';
import { RouterLink } from './shell/RouterLink.tsx';
import { Shell } from './shell/Shell.tsx';

const rootRoute = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
});

const Toaster = late(async () => (await import('./ui/Toaster.tsx')).Toaster);

function Root() {
  const idle = useIdle();
  return (
    <LinkProvider value={RouterLink}>
      <Outlet />
      <RouteAnnouncer />
      {idle && <Toaster />}
      <TooltipLayer />
    </LinkProvider>
  );
}

const loginRoute = createRoute({ getParentRoute: () => rootRoute, path: '/login', component: LoginPage });

const framedRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'framed',
  component: () => <Shell manifests={features} />,
  async beforeLoad({ location }) {
    const session = await loadSession();
    if (!session) return redirect({ to: '/login', search: { to: location.href }, throw: true });
    return undefined;
  },
});

/** The start is the first page that this person has. A feature that claims `/` replaces it. */
const startRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/',
  async beforeLoad() {
    const session = await loadSession();
    const first = session && navSections(features, session)[0]?.entries[0];
    if (first) return redirect({ to: first.path, throw: true });
    return undefined;
  },
});

/** Nothing is at this address: said inside the frame, so that one can go on from there. */
const unknownRoute = createRoute({ getParentRoute: () => framedRoute, path: '$', component: NotFound });

/** What the router hands to a loader: untyped for a route that is built from a manifest. */
type LoaderInput = {
  params: Record<string, string>;
  deps: Record<string, unknown>;
  abortController: AbortController;
  cause: 'preload' | 'enter' | 'stay';
};

/** The rows of a list travel while the page is drawn. */
function warm({ rows }: Page, search: Record<string, unknown>): void {
  if (!rows) return;
  const { q = '', sort = rows.sort } = parseListSearch(search);
  warmRows(rows.kind, { q, sort });
}

/** For the page at this address, before there is a router: its code and its rows need not wait for the session. */
export function warmPage({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  const route = features.flatMap(feature => feature.routes).find(({ path }) => path === pathname);
  if (!route) return;
  const asked = Object.fromEntries(new URLSearchParams(search));
  // What cannot be loaded shows its error when the router loads it.
  route.load().then(
    ({ page }) => warm(page, asked),
    () => {},
  );
}

function featureRoute(
  parent: AnyRoute,
  { path, load, parseSearch }: FeatureRoute,
  queryClient: QueryClient,
): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path,
    component: lazyRouteComponent(async () => ({ default: (await load()).page.Component })),
    ...(parseSearch ? { validateSearch: parseSearch } : {}),
    loaderDeps: ({ search }: { search: Record<string, unknown> }) => search,
    loader: async ({ params, deps, abortController, cause }: LoaderInput) => {
      const { page } = await load();
      if (cause === 'enter') warm(page, deps);
      return page.loader?.({ queryClient, params, search: deps, signal: abortController.signal });
    },
  });
}

export function createAppRouter(queryClient: QueryClient) {
  const all = features.flatMap(feature => feature.routes);
  const framed = all.filter(route => !route.bare).map(route => featureRoute(framedRoute, route, queryClient));
  const bare = all.filter(route => route.bare).map(route => featureRoute(rootRoute, route, queryClient));
  const start = all.some(route => route.path === '/') ? [] : [startRoute];
  return createRouter({
    routeTree: rootRoute.addChildren([
      loginRoute,
      framedRoute.addChildren([...start, ...framed, unknownRoute]),
      ...bare,
    ]),
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    defaultPreloadStaleTime: 0,
    // What was there stays until the next page is ready; a skeleton only after 150 ms.
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  });
}
