import { defineConfig } from 'vitest/config';

/** Which lab is up; set by `npm run test:real -- <kind>`. */
const kind = process.env.ORRERY_REAL ?? 'kvm';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: [`e2e/real/${kind}/**/*.real.test.ts`],
    globalSetup: ['apps/bff/src/database/testing/test-server.setup.ts'],
    // One hypervisor cluster is shared by all files.
    fileParallelism: false,
    // As in the browser: on a machine that nobody watches once more, and said in the report.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
