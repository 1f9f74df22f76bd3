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
    // As in the browser: on a machine that nobody watches once more, and said in the report.
    retry: process.env.CI ? 1 : 0,
    // A bound against hanging, not a goal: neighbours may take most of the processor.
    testTimeout: 60_000,
    // A database of its own takes seconds on a busy machine.
    hookTimeout: 120_000,
    // What is polled for comes when it comes; a second is too short on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
