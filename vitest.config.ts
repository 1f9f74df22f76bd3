import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/**/*.test.ts',
      'apps/**/*.test.ts',
      'scripts/**/*.test.ts',
      'e2e/support/**/*.test.ts',
    ],
    globalSetup: ['apps/bff/src/database/testing/test-server.setup.ts'],
    setupFiles: ['scripts/test/property-seed.setup.ts'],
    pool: 'threads',
    testTimeout: 20_000,
    // A database of its own takes seconds on a busy machine.
    hookTimeout: 60_000,
  },
});
