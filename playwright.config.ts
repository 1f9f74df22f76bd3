import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { freePort } from './e2e/support/free-port.ts';

// This file is read once by the runner and again by each worker; what must be the same in all goes through the
// environment, which workers inherit.
process.env.ORRERY_E2E_PORT ??= String(await freePort());
process.env.ORRERY_E2E_DATA_DIR ??= join(tmpdir(), `orrery-e2e-${process.pid}`);
process.env.ORRERY_ADMIN_PASSWORD ??= 'only-for-the-browser-tests';

/** Set for journeys on real back ends, which start their own BFF because they also kill it. */
const realKind = process.env.ORRERY_REAL;
const baseURL = `http://127.0.0.1:${process.env.ORRERY_E2E_PORT}`;

export default defineConfig({
  // Emptied when a run begins, and several run beside each other.
  outputDir: `test-results/${realKind ?? 'browser'}`,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  workers: realKind ? 1 : 2,
  // Bounds against hanging, not goals: neighbours may take most of the processor.
  timeout: realKind ? 240_000 : 90_000,
  expect: { timeout: realKind ? 45_000 : 20_000 },
  reporter: 'list',
  projects: [
    realKind
      ? { name: `real ${realKind}`, testDir: `e2e/real/${realKind}`, testMatch: '**/*.real.e2e.ts' }
      : { name: 'browser', testDir: 'e2e/specs', testMatch: '**/*.e2e.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.ORRERY_CHROMIUM ?? '/usr/bin/chromium',
      // Root needs --no-sandbox; the others keep the browser from calling home, so that the tests are closed.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  ...(realKind
    ? {}
    : {
        webServer: {
          command: `exec "${process.execPath}" apps/bff/src/main.ts`,
          url: `${baseURL}/readyz`,
          timeout: 90_000,
          gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
          stdout: 'pipe' as const,
          env: {
            ...process.env,
            HOST: '127.0.0.1',
            PORT: process.env.ORRERY_E2E_PORT,
            ORRERY_DATA_DIR: process.env.ORRERY_E2E_DATA_DIR,
            ORRERY_ADMIN_PASSWORD: process.env.ORRERY_ADMIN_PASSWORD,
            ORRERY_CONFIG: 'e2e/support/orrery.yaml',
            ORRERY_DEMO: '1',
            DATABASE_URL: '',
          },
        },
      }),
});
