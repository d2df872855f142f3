import { defineConfig } from 'vitest/config';

export default defineConfig({
  // All cores: one is left free otherwise, which on two of them is half.
  test: {
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/lambda/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
