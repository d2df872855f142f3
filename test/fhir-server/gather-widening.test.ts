/** How far around the billed dates administrations are looked for: 10 to 16 March 2025 are billed. */
import type { Encounter, MedicationAdministration, Resource } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { gatherEvidence } from '../../handlers/fhir-server/gather-evidence.ts';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { formatInstant } from '../../src/time/civil-date.ts';
import { createClient, patient } from './support/client.ts';
import { infusion, march, weekClaim } from './support/evidence.ts';
import { startSearchServer } from './support/search-server.ts';

const days = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

async function found(resources: readonly Resource[], { claim = weekClaim(), parameters = DEFAULT_PARAMETERS } = {}) {
  const { origin, gets } = await startSearchServer({ resources: [patient('p1'), claim, ...resources] });
  const { bundle, notes } = await gatherEvidence(createClient(origin).fhir, claim, { asOf: march(500), parameters });
  expect(notes).toEqual([]);
  const ids = (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'MedicationAdministration' ? [Number(resource.id?.slice(3))] : [],
  );
  return { days: ids.sort((a, b) => a - b), searches: gets.filter((path) => path.startsWith('MedicationAdministration?')).length };
}

it('a therapy of a year is followed to both of its ends, in few searches', async () => {
  const therapy = days(-150, 160);
  const result = await found(therapy.map((day) => infusion(day, 1)));
  expect(result.days).toEqual(therapy);
  expect(result.searches).toBeLessThan(10);
});

it('at most maxSpanDays on each side', async () => {
  const parameters = { ...DEFAULT_PARAMETERS, maxSpanDays: 60, openInfusionDays: 1 };
  const result = await found(
    days(-200, 200).map((day) => infusion(day, 1)),
    { parameters },
  );
  // A day more for the bag that runs into the first, and for zones.
  expect(result.days[0]).toBeGreaterThanOrEqual(10 - 60 - 4);
  expect(result.days[0]).toBeLessThanOrEqual(10 - 60);
  expect(result.days.at(-1)).toBeGreaterThanOrEqual(16 + 60);
  expect(result.days.at(-1)).toBeLessThanOrEqual(16 + 60 + 2);
});

it('over pauses of three days, and not over longer ones', async () => {
  const parameters = { ...DEFAULT_PARAMETERS, openInfusionDays: 1 };
  expect(
    (
      await found(
        days(18, 60, 4).map((day) => infusion(day, 1)),
        { parameters },
      )
    ).days,
  ).toEqual(days(18, 60, 4));
  const broken = [18, 22, 30, 34].map((day) => infusion(day, 1));
  expect((await found(broken, { parameters })).days).toEqual([18, 22]);
});

it('over a stay, whatever its length', async () => {
  const stay = (id: string, first: number, last: number): Encounter => ({
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'IMP' },
    subject: { reference: 'Patient/p1' },
    period: { start: formatInstant(march(first)), end: formatInstant(march(last)) },
  });
  const therapy = [14, 47].map((day) => infusion(day, 2));
  const parameters = { ...DEFAULT_PARAMETERS, openInfusionDays: 1 };
  expect((await found(therapy, { parameters })).days).toEqual([14]);
  expect((await found([...therapy, stay('e1', 17, 46)], { parameters })).days).toEqual([14, 47]);
});

it('to other claims whose units count before this one', async () => {
  const insurance = [{ sequence: 1, focal: true, coverage: { display: 'Acme' }, preAuthRef: ['A1'] }];
  const claim = weekClaim({ insurance });
  const earlier = weekClaim({
    id: 'c0',
    insurance,
    item: [
      {
        ...claim.item?.[0],
        sequence: 1,
        productOrService: { coding: [{ code: 'S9326' }] },
        servicedPeriod: { start: '2024-12-01', end: '2024-12-03' },
      },
    ],
  });
  const old = infusion(-89, 1);
  expect((await found([infusion(10, 1), old], { claim })).days).toEqual([10]);
  expect((await found([infusion(10, 1), old, earlier], { claim })).days).toEqual([-89, 10]);
  expect((await found([infusion(10, 1), old, { ...earlier, insurance: [] }], { claim })).days).toEqual([10]);
});

it('back to a reading whose bag runs into the first day', async () => {
  const reading = (day: number, hours: number): MedicationAdministration => {
    const { effectivePeriod: _, ...rest } = infusion(day, 1);
    const dosage = { rateQuantity: { value: 1, unit: 'mg/h' }, dose: { value: hours, unit: 'mg' } };
    return { ...rest, effectiveDateTime: formatInstant(march(day)), dosage };
  };
  // 20 days back, and the one of 12 days before that, which runs into it.
  const bags = [reading(-10, 24 * 21), reading(-22, 24 * 12)];
  expect((await found(bags)).days).toEqual([-22, -10]);
});

it('one of another time shows that administrations are on record', async () => {
  expect((await found([infusion(-300, 1), infusion(-290, 1)])).days).toHaveLength(1);
  expect((await found([])).days).toEqual([]);
});

it('a claim without usable dates looks around those that it names', async () => {
  const claim = weekClaim({ created: '2025-03-20' });
  const item = claim.item?.map(({ servicedPeriod: _, ...rest }) => rest) ?? [];
  expect((await found([infusion(15, 1), infusion(-100, 1)], { claim: { ...claim, item } })).days).toEqual([15]);
});
