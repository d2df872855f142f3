/** The tests that mutants meet (`npm run mutate`); `MUTATE` names the group, without it all of them run. */
import { defineConfig } from 'vitest/config';
import { GROUPS } from './test/mutation/groups.ts';

const tests = Object.entries(GROUPS).flatMap(([name, group]) => ((process.env.MUTATE ?? name) === name ? group.tests : []));

export default defineConfig({ test: { include: [...new Set(tests)], testTimeout: 60_000 } });
