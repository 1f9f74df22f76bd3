import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLive, whenAnswered } from './api/live.ts';
import { applyAppearance } from './lib/appearance.ts';
import { startI18n } from './lib/i18n.ts';
import { listenForShortcuts } from './lib/shortcuts.ts';
import { createAppRouter, warmPage } from './routes.tsx';
import './styles/app.css';

// Longer is not worth a blank page.
const ASK_FIRST_MS = 100;

const queryClient = new QueryClient({
  defaultOptions: {
    // Changes are pushed: no polling, no refetch on focus, and no retry that hides an error.
    queries: { retry: false, refetchOnWindowFocus: false, staleTime: 2000 },
  },
});

// What takes a round trip comes first: the socket, the page's code and its rows, all at once.
const signedIn = window.location.pathname !== '/login';
startLive({ expected: signedIn });
if (signedIn) warmPage(window.location);
applyAppearance();
listenForShortcuts();
await startI18n();
// Drawing the frame keeps the page busy: the first rows are asked for before, and are there when it is done.
if (signedIn) await whenAnswered(ASK_FIRST_MS);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createAppRouter(queryClient)} />
    </QueryClientProvider>
  </StrictMode>,
);
