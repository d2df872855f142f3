/**
 * `npm run mutate`: changes the code in small ways and looks whether a test fails. `npm run mutate -- rules` does one group. What was
 * killed in the last run and did not change since is not tried again, unless with `--fresh`; results are in `reports/mutation`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { GROUPS, type Group } from '../test/mutation/groups.ts';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const { positionals, values } = parseArgs({ allowPositionals: true, options: { fresh: { type: 'boolean' } } });
const named = Object.keys(GROUPS).filter((name) => positionals.length === 0 || positionals.includes(name)) as Group[];
if (named.length === 0) throw new Error(`The groups are ${Object.keys(GROUPS).join(', ')}.`);

const figures: Record<string, object> = {};
for (const group of named) {
  // For vitest.mutate.config.ts, which the test runner reads in a process of its own.
  process.env.MUTATE = group;
  const last = `reports/mutation/${group}-incremental.json`;
  if (existsSync(last)) writeFileSync(last, withoutSurvivors(readFileSync(last, 'utf8')));
  const results = await new Stryker({
    mutate: [...GROUPS[group].mutate],
    incrementalFile: last,
    force: values.fresh === true,
    jsonReporter: { fileName: `reports/mutation/${group}.json` },
  }).runMutationTest();
  figures[group] = figuresOf(results);
}
console.table(figures);

/** Stryker sees that a test changed, not that an example did: what survived is always tried again. */
function withoutSurvivors(report: string): string {
  const read = JSON.parse(report) as { files: Record<string, { mutants: { status: string }[] }> };
  for (const file of Object.values(read.files))
    file.mutants = file.mutants.filter(({ status }) => status !== 'Survived' && status !== 'NoCoverage');
  return JSON.stringify(read);
}

/** A mutant that runs into the time limit is killed too. One that breaks the run itself, and texts, are not counted. */
function figuresOf(results: readonly MutantResult[]): object {
  const count = (...statuses: readonly MutantResult['status'][]) => results.filter(({ status }) => statuses.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  const survived = count('Survived', 'NoCoverage');
  return { mutants: killed + survived, killed, survived, percent: ((100 * killed) / (killed + survived)).toFixed(1) };
}
