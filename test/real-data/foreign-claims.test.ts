import type { Bundle, Claim, ExplanationOfBenefit, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type Judgement, RULES, readRequest, writeClaimResponse } from '../../src/index.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { judgeAll } from './judge.ts';
import { claimsIn, resourcesOf, syntheaBundle } from './sources.ts';

const AS_OF = Date.parse('2026-11-01T00:00:00Z');
const bundleOf = (...resources: readonly Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

const NOT_APPLICABLE = Object.fromEntries(RULES.map(({ id }) => [id, 'not-applicable']));

/** Nothing of S9326: nothing judged, nothing found, nothing paid. */
function expectNothingFound({ assessment, claim }: Judgement): void {
  expect(assessment.decision).toBe('not-applicable');
  expect(assessment.units).toEqual({ submitted: 0, allowed: 0, denied: 0, pended: 0 });
  expect(assessment.findings).toEqual([]);
  expect(assessment.verdicts).toEqual(NOT_APPLICABLE);
  expect(assessment.unbilledDays).toEqual([]);
  expect(assessment.adjacentDays).toEqual([]);
  expect(assessment.lines.map(({ sequence }) => sequence).sort()).toEqual((claim.item ?? []).map(({ sequence }) => sequence).sort());
  expect(assessment.lines.filter((line) => 'units' in line || line.rule !== undefined)).toEqual([]);
}

/** A claim that is none of ours is answered all the same. */
function expectValidAnswer(judgement: Judgement): void {
  expect(problemsOf(writeClaimResponse(judgement), judgement.claim)).toEqual([]);
}

function expectNothingFoundAndSaid(judgement: Judgement): void {
  expectNothingFound(judgement);
  expectValidAnswer(judgement);
}

describe('the HL7 examples of claims come out not-applicable', () => {
  const claims = resourcesOf('hl7-r4-examples', 'Claim');
  const administrations = resourcesOf('hl7-r4-examples', 'MedicationAdministration');

  test('they are seventeen: oral, vision, pharmacy, professional, institutional', () => {
    expect(claims).toHaveLength(17);
    expect(new Set(claims.map(({ type }) => type?.coding?.[0]?.code))).toEqual(
      new Set(['oral', 'vision', 'pharmacy', 'professional', 'institutional']),
    );
  });

  test.each(claims)('$id, sent bare', (claim) => {
    const judgements = judgeAll(claim, AS_OF);
    expect(judgements).toHaveLength(1);
    judgements.forEach(expectNothingFoundAndSaid);
  });

  test('all in one Bundle, with Coverage and administrations beside them', () => {
    const judgements = judgeAll(bundleOf(...claims, ...resourcesOf('hl7-r4-examples', 'Coverage'), ...administrations), AS_OF);
    expect(judgements.map(({ claim }) => claim.id).sort()).toEqual(claims.map(({ id }) => id).sort());
    judgements.forEach(expectNothingFoundAndSaid);
  });
});

describe('the Synthea claims of one patient come out not-applicable', () => {
  const bundle = syntheaBundle();
  const judgements = judgeAll(bundle, AS_OF);

  test('they are forty, in SNOMED and RxNorm, with urn:uuid references and two administrations', () => {
    expect(judgements.map(({ claim }) => claim.id).sort()).toEqual(
      claimsIn(bundle)
        .map(({ id }) => id)
        .sort(),
    );
    expect(judgements).toHaveLength(40);
  });

  test.each(judgements.map((judgement) => ({ id: judgement.claim.id, judgement })))('$id', ({ judgement }) => {
    expectNothingFound(judgement);
  });

  test('each is answered with a valid ClaimResponse', () => {
    const named = (claim: Claim): Claim => ({ ...claim, provider: { display: claim.provider?.display ?? '' } });
    for (const judgement of judgements) expectValidAnswer({ ...judgement, claim: named(judgement.claim) });
  });

  /** R4 allows `Organization?identifier=system|value` in a transaction only, which the claims came in and the answers do not. */
  test('none is answered with the search by which its transaction names the provider', () => {
    const providers = judgements.map(({ claim }) => claim.provider?.reference);
    expect(providers.filter((reference) => !reference?.startsWith('Organization?identifier='))).toEqual([]);
    judgements.forEach(expectValidAnswer);
  });

  test('their two administrations, a moment each and no analgesics, are read and answered', () => {
    for (const { assessment } of judgements)
      expect(assessment.administrations.map(({ reason }) => reason)).toEqual(['not-pain-medication', 'not-pain-medication']);
  });
});

/** What a provider would have billed for the services that an EOB explains. */
function claimOf(eob: ExplanationOfBenefit): Claim {
  return {
    resourceType: 'Claim',
    id: `claim-${eob.id}`,
    status: 'active',
    type: eob.type,
    use: 'claim',
    patient: eob.patient,
    created: eob.created,
    insurer: eob.insurer,
    provider: eob.provider,
    priority: { coding: [{ code: 'normal' }] },
    insurance: (eob.insurance ?? []).map(({ focal, coverage }, i) => ({ sequence: i + 1, focal, coverage })),
    item: (eob.item ?? []).map(({ sequence, productOrService, servicedDate, servicedPeriod, quantity, net }) => ({
      sequence,
      productOrService,
      ...(servicedDate && { servicedDate }),
      ...(servicedPeriod && { servicedPeriod }),
      ...(quantity && { quantity }),
      ...(net && { net }),
    })),
  };
}

describe('the CARIN explanations of benefit', () => {
  const eobs = resourcesOf('carin-bb', 'ExplanationOfBenefit');
  const coverages = resourcesOf('carin-bb', 'Coverage');
  const [hl7] = resourcesOf('hl7-r4-examples', 'Claim') as [Claim];

  test.each(eobs)('$id alone cannot be judged: it is no Claim, and a Bundle of it holds none', (eob) => {
    const codesOf = (sent: unknown) => {
      const read = readRequest(sent);
      return read.ok ? 'ok' : read.issues.map(({ code }) => code).join();
    };
    expect(codesOf(eob)).toBe('not-supported');
    expect(codesOf(bundleOf(eob, ...coverages))).toBe('required');
  });

  test.each(eobs)('$id beside the claim for its services is history of no S9326: that claim is not-applicable', (eob) => {
    const judgements = judgeAll(bundleOf(claimOf(eob), eob, ...coverages), AS_OF);
    expect(judgements).toHaveLength(1);
    judgements.forEach(expectNothingFoundAndSaid);
  });

  test('all ten beside a claim of somebody else: that claim is not-applicable', () => {
    expect(eobs).toHaveLength(10);
    judgeAll(bundleOf(hl7, ...eobs, ...coverages), AS_OF).forEach(expectNothingFoundAndSaid);
  });
});
