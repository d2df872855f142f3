import { describe, expect, test } from 'vitest';
import type { FhirServer } from '../../handlers/fhir-server/fhir-server.ts';
import { writeBack } from '../../handlers/fhir-server/write-back.ts';
import { CANONICAL_BASE } from '../../src/fhir/canonical.ts';
import { writeJudgementOutcome } from '../../src/fhir/write-judgement-outcome.ts';
import { writeProvenance } from '../../src/fhir/write-provenance.ts';
import { adjudicate, type Judgement, readRequest, writeClaimResponse } from '../../src/index.ts';
import { correctAll, optionsOf } from '../correct/correcting.ts';
import { bundleFiles } from '../examples/write-bundles.ts';
import { administration, bundle, claim } from '../handlers/support/requests.ts';
import { answersTo, asking, june } from '../pas/homecare.ts';
import { judge } from '../support/example-answer.ts';
import { allExamples } from '../support/example-format.ts';
import { ofType } from './all.ts';
import { createChecker } from './conform.ts';

const BASE = 'https://payer.example/s9326';
const check = createChecker(BASE);
const responses = allExamples().flatMap(({ given }) => {
  const answer = judge(given);
  return 'judgements' in answer ? answer.judgements.flatMap((judgement) => writtenOf(judgement)) : [];
});
const checkedAll = responses.map(check);

/** The answer as ClaimResponse and as OperationOutcome, and the Provenance beside it. */
function writtenOf(judgement: Judgement): object[] {
  const names = { answer: 'ClaimResponse/r1', claim: 'Claim/c1', program: 'test', recorded: '2025-04-01T00:00:00Z' };
  return [
    writeClaimResponse(judgement, { canonicalBase: BASE }),
    writeJudgementOutcome({ entries: [], notes: [] }, [judgement], { canonicalBase: BASE }),
    writeProvenance(judgement.assessment, names, BASE),
  ];
}

test('whatever of ours is in the answer to an example is defined, and is as it is defined', () => {
  expect(checkedAll.flatMap(({ problems }) => problems)).toEqual([]);
  expect(responses.length).toBeGreaterThan(900);
});

test('the answers show every extension of a judgement, every part of one and every type of its value', () => {
  // Evidence that has neither an id nor a fullUrl cannot be referred to.
  const { id: _, ...unnamed } = administration('a1');
  const request = readRequest(bundle([claim('c1'), unnamed]));
  const records = request.ok ? request.request.records : [];
  const judged = records.flatMap((record) => adjudicate(record, { asOf: Date.UTC(2025, 3, 1), policies: [] }));
  const seen = new Set([...checkedAll, ...judged.flatMap(writtenOf).map(check)].flatMap((checked) => [...checked.seen]));

  expect(defined().filter((each) => !seen.has(each))).toEqual(['earlier-answer:Reference']);
});

/** `day-ledger.evidence:string`, for each type of each value. */
function defined(): string[] {
  return [...ofType('StructureDefinition')].flatMap(([name, { snapshot }]) =>
    (snapshot?.element ?? [])
      .filter(({ id = '', max }) => id.endsWith('.value[x]') && max !== '0')
      .flatMap(({ id = '', type = [] }) => {
        const label = id
          .replace(/^Extension/, name)
          .replace('.value[x]', '')
          .replaceAll('extension:', '');
        return type.map(({ code }) => `${label}:${code}`);
      }),
  );
}

test('the answer that is written back beside an earlier one conforms', async () => {
  const written: object[] = [];
  const server = { createUnlessFound: async (resource: object) => ({ ...resource, id: `r${written.push(resource)}` }) };
  const [example] = allExamples();
  const answer = judge(example?.given ?? {});
  const [judgement] = 'judgements' in answer ? answer.judgements : [];
  if (!judgement) throw new Error('nothing was judged');

  await writeBack(server as unknown as FhirServer, {
    claim: { id: 'c1', version: '2', hasHistory: true },
    response: writeClaimResponse(judgement, { canonicalBase: BASE }),
    judgement,
    earlier: 'ClaimResponse/r0',
    writesTask: true,
    program: 'test',
    recorded: '2025-04-01T00:00:00Z',
    canonicalBase: BASE,
  });

  expect(written.flatMap((each) => check(each).problems)).toEqual([]);
  expect(written.flatMap((each) => [...check(each).seen])).toContain('earlier-answer:Reference');
});

test('the answer to a prior authorization request conforms, granted whole or in part', () => {
  const asked = [asking({ item: [june()] }), asking({ item: [june({ quantity: { value: 40, unit: 'days' } })] })];
  const checked = asked.flatMap((json) => answersTo(json, { canonicalBase: BASE })).map(({ answer }) => check(answer));

  expect(checked.flatMap(({ problems }) => problems)).toEqual([]);
  for (const { seen: there } of checked)
    expect([...there]).toEqual(expect.arrayContaining(['decision', 'per-diem-unit.decision', 'policy.id']));
});

test('the tag of a corrected claim is defined', () => {
  const checkOurs = createChecker(CANONICAL_BASE);
  const proposals = bundleFiles()
    .flatMap(({ text }) => correctAll(JSON.parse(text), optionsOf()))
    .flatMap(({ correction }) => (correction && 'claim' in correction ? [correction.claim as object] : []));

  expect(proposals.length).toBeGreaterThan(0);
  for (const proposal of proposals) expect(checkOurs(proposal)).toEqual({ problems: [], seen: new Set(['/CodeSystem/tag#proposal']) });
});

describe('the checker finds', () => {
  const url = (name: string) => `${BASE}/StructureDefinition/${name}`;
  const unit = (...extension: object[]) => ({ item: [{ extension: [{ url: url('per-diem-unit'), extension }] }] });
  const zone = (more: object) => {
    const parts = [
      { url: 'zone', valueString: 'UTC' },
      { url: 'source', valueCode: 'default' },
    ];
    return { extension: [{ url: url('care-zone'), extension: parts, ...more }] };
  };
  const allowed = { url: 'decision', valueCode: 'allowed' };

  test.for([
    ['nothing in what conforms', unit(allowed, { url: 'count', valuePositiveInt: 2 }), []],
    ['what is not defined', { extension: [{ url: url('new'), valueCode: 'x' }] }, [`${url('new')} is not defined`]],
    [
      'what stands elsewhere',
      { item: [{ extension: [{ url: url('decision'), valueCode: 'denied' }] }] },
      ['decision stands on ClaimResponse.item'],
    ],
    [
      'what stands twice',
      { extension: ['approved', 'denied'].map((valueCode) => ({ url: url('decision'), valueCode })) },
      ['decision stands 2 times on ClaimResponse'],
    ],
    ['a part that is missing', unit({ url: 'date', valueDate: '2025-03-03' }), ['per-diem-unit has 0 decision']],
    ['a part that is repeated', unit(allowed, allowed), ['per-diem-unit has 2 decision']],
    ['a part that is not defined', unit(allowed, { url: 'why', valueCode: 'x' }), ['per-diem-unit has an undefined why']],
    ['a value beside parts', zone({ valueString: 'UTC' }), ['care-zone has 1 values', 'care-zone has valueString']],
    [
      'parts beside a value',
      { extension: [{ url: url('rule-set'), valueString: '1', extension: [allowed] }] },
      ['rule-set has an undefined decision'],
    ],
    ['a value that is missing', { extension: [{ url: url('rule-set') }] }, ['rule-set has 0 values']],
    ['a value of another type', unit(allowed, { url: 'count', valueInteger: 2 }), ['per-diem-unit.count has valueInteger']],
    ['a value out of range', unit(allowed, { url: 'count', valuePositiveInt: 0 }), ['per-diem-unit.count has positiveInt 0']],
    ['a code of another set', unit({ url: 'decision', valueCode: 'approved' }), ['per-diem-unit.decision has the code approved']],
    [
      'a coding of ours that is not defined',
      { type: { coding: [{ system: `${BASE}/CodeSystem/rules`, code: 'no-rule' }] } },
      [`${BASE}/CodeSystem/rules#no-rule is not defined`],
    ],
  ] as const)('%s', ([, content, problems]) => {
    expect(check({ resourceType: 'ClaimResponse', ...content }).problems).toEqual(problems);
  });
});
