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
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
