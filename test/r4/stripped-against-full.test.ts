/** The definitions that the gate carries are stripped (scripts/r4-definitions.ts): they must say what the whole ones say. */
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Resource } from '@medplum/fhirtypes';
import { expect, onTestFinished, test } from 'vitest';
import { knowsType } from '../../handlers/r4/definitions.ts';
import { type Dice, makeDice } from '../count/dice.ts';
import { drop, type Place, placeWhere, put, valueAt } from '../fuzz/places.ts';
import { reportsOf } from './reports.ts';

const TEST = join(import.meta.dirname, '..');
const OTHERS: readonly unknown[] = [null, '', 'text', 7, -1.5, true, [], {}, [null], { a: 1 }, '2025-02-30', 'http://x y', [[]]];

/** Of those that are read and written, one of each kind and file; what holds others is taken apart. */
function resources(): readonly Resource[] {
  const files = globSync(['data/*/*.json', 'examples/bundles/*.json'], { cwd: TEST });
  const whole = files.map((file) => JSON.parse(readFileSync(join(TEST, file), 'utf8')) as Resource);
  const inner = whole.flatMap((each) =>
    each.resourceType === 'Bundle' ? (each.entry ?? []).flatMap(({ resource }) => resource ?? []) : [each],
  );
  return inner.filter(({ resourceType, contained }: Resource & { contained?: unknown }) => knowsType(resourceType) && !contained);
}

function changed(resource: Resource, dice: Dice): unknown {
  const copy = structuredClone(resource) as unknown;
  for (let times = dice.whole(1, 3); times > 0; times -= 1) change(copy, dice);
  return copy;
}

function change(copy: unknown, dice: Dice): void {
  const place = placeWhere(copy, dice, (_, key) => key !== 'resourceType');
  if (!place) return;
  const kind = dice.next();
  if (kind < 0.3) drop(place);
  else if (kind < 0.6) put(place, structuredClone(dice.pick(OTHERS)));
  else if (kind < 0.8) put(place, [valueAt(place), structuredClone(valueAt(place))]);
  else addStranger(place);
}

function addStranger(place: Place): void {
  const value = valueAt(place);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(value, { stranger: 1 });
}

test('stripped definitions find in two thousand resources, changed at random, what the whole ones find', async () => {
  const dice = makeDice(2026);
  const originals = resources();
  const cases: unknown[] = [...originals];
  while (cases.length < 2000) cases.push(changed(dice.pick(originals), dice));
  const full = new Worker(new URL('./full-validator.ts', import.meta.url));
  onTestFinished(() => void full.terminate());

  full.postMessage(cases);
  const own = cases.map(reportsOf);
  const [expected] = (await once(full, 'message')) as [readonly (readonly string[])[]];

  expect(originals.length).toBeGreaterThan(100);
  expect(own.filter((issues) => issues.length > 0).length).toBeGreaterThan(800);
  for (const [i, issues] of own.entries()) expect(issues, `case ${i}`).toEqual(expected[i]);
}, 60_000);
