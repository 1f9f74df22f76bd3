import type { QueryClient } from '@tanstack/react-query';
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { loadSession } from './api/session.ts';
import { features } from './features/index.ts';
import type { FeatureRoute } from './lib/feature.ts';
import { LinkProvider } from './ui/Link.tsx';
import { Toaster } from './ui/Toaster.tsx';
import { TooltipProvider } from './ui/Tooltip.tsx';
import { LoginPage } from './shell/LoginPage.tsx';
import { navSections } from './shell/nav.ts';
import { NotFound } from './shell/NotFound.tsx';
import { PageError } from './shell/PageError.tsx';
import { RouteAnnouncer } from './shell/RouteAnnouncer.tsx';
import { RouterLink } from './shell/RouterLink.tsx';
import { Shell } from './shell/Shell.tsx';

type RouterContext = { queryClient: QueryClient };

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: NotFound,
});

function Root() {
  return (
    <LinkProvider value={RouterLink}>
      <TooltipProvider>
        <Outlet />
        <RouteAnnouncer />
        <Toaster />
      </TooltipProvider>
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
    if (!session) throw redirect({ to: '/login', search: { to: location.href } });
  },
});

/** The start is the first page that this person has. A feature that claims `/` replaces it. */
const startRoute = createRoute({
  getParentRoute: () => framedRoute,
  path: '/',
  async beforeLoad() {
    const session = await loadSession();
    const first = session && navSections(features, session)[0]?.entries[0];
    if (first) throw redirect({ to: first.path });
  },
});

function featureRoute(parent: AnyRoute, { path, load, parseSearch }: FeatureRoute): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path,
    component: lazyRouteComponent(async () => ({ default: (await load()).page.Component })),
    ...(parseSearch ? { validateSearch: parseSearch } : {}),
    loaderDeps: ({ search }: { search: Record<string, unknown> }) => search,
    loader: async ({ context, params, deps, abortController }) => {
      const { page } = await load();
      const signal = abortController.signal;
      return page.loader?.({ queryClient: context.queryClient, params, search: deps, signal });
    },
  });
}

export function createAppRouter(queryClient: QueryClient) {
  const all = features.flatMap(feature => feature.routes);
  const framed = all.filter(route => !route.bare).map(route => featureRoute(framedRoute, route));
  const bare = all.filter(route => route.bare).map(route => featureRoute(rootRoute, route));
  const start = all.some(route => route.path === '/') ? [] : [startRoute];
  return createRouter({
    routeTree: rootRoute.addChildren([loginRoute, framedRoute.addChildren([...start, ...framed]), ...bare]),
    context: { queryClient },
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    defaultPreloadStaleTime: 0,
    // What was there stays until the next page is ready; a skeleton only after 150 ms.
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    scrollRestoration: true,
  });
}
