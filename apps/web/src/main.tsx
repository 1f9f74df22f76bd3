import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLive } from './api/live.ts';
import { applyAppearance } from './lib/appearance.ts';
import { startI18n } from './lib/i18n.ts';
import { listenForShortcuts } from './lib/shortcuts.ts';
import { createAppRouter } from './routes.tsx';
import './styles/app.css';

const queryClient = new QueryClient({
  defaultOptions: {
    // Changes are pushed: no polling, no refetch on focus, and no retry that hides an error.
    queries: { retry: false, refetchOnWindowFocus: false, staleTime: 2000 },
  },
});

applyAppearance();
listenForShortcuts();
await startI18n();
startLive();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createAppRouter(queryClient)} />
    </QueryClientProvider>
  </StrictMode>,
);
