/** `npm run test:lambda`: what is deployed, run as it is deployed. Apart from `npm test`, because it needs a C++ compiler and a minute. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/lambda/**/*.test.ts'],
    globalSetup: 'test/lambda/setup.ts',
    // One after another: memory and time are looked at, and two cores are shared.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
