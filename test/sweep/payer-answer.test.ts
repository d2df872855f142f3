/** The payer's answer beside ours: what it refused though the record supports it, until when to appeal, and the packet. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClaimResponse, ExplanationOfBenefit, Resource } from '@medplum/fhirtypes';
import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { answerIdentifier } from '../../src/fhir/answer-identity.ts';
import { adjudicate, readRequest } from '../../src/index.ts';
import { appealRule } from '../../src/policy/appeal-deadlines.ts';
import { appealPacket } from '../../src/present/appeal-packet.ts';
import { payerAnswerRows } from '../../src/sweep/payer-answer.ts';
import { LOOKS, launch, open } from '../browser/browser.ts';
import { bundleOf, soakRecord } from '../soak/webhook-records.ts';
import { folder, written } from './source.ts';

const AS_OF = Date.UTC(2025, 5, 1);

/** Two days are billed at a price of 100 each, and both are supported. */
function recordOf(number = 3): { readonly resources: readonly Resource[]; readonly claim: ReturnType<typeof soakRecord>['claim'] } {
  const { claim: bare, evidence } = soakRecord(number);
  const claim = { ...bare, item: (bare.item ?? []).map((item) => ({ ...item, unitPrice: { value: 100, currency: 'USD' as const } })) };
  const typed = evidence.map((each) =>
    each.resourceType === 'Coverage' ? { ...each, type: { coding: [{ system: 'https://nahdo.org/sopt', code: '5' }] } } : each,
  );
  return { claim, resources: [claim, ...typed] };
}

type Adjudication = NonNullable<NonNullable<ClaimResponse['item']>[number]['adjudication']>;
const benefit = (value: number): Adjudication => [{ category: { coding: [{ code: 'benefit' }] }, amount: { value, currency: 'USD' } }];
const refused: Adjudication = [{ ...benefit(0)[0], category: { coding: [{ code: 'benefit' }] }, reason: { coding: [{ code: '50' }] } }];
const units = (value: number): Adjudication => [{ category: { coding: [{ code: 'allowedunits' }] }, value }];

const response = (adjudication: Adjudication | undefined, more: Partial<ClaimResponse> = {}): ClaimResponse => ({
  resourceType: 'ClaimResponse',
  id: 'r1',
  status: 'active',
  type: { coding: [{ code: 'professional' }] },
  use: 'claim',
  patient: { reference: 'Patient/p3' },
  created: '2025-04-10',
  insurer: { display: 'Acme Health Plan' },
  request: { reference: 'Claim/c3' },
  outcome: 'complete',
  ...(adjudication ? { item: [{ itemSequence: 1, adjudication }] } : {}),
  ...more,
});

function rowsOf(...answers: readonly Resource[]) {
  const read = readRequest(bundleOf('https://x.example', [...recordOf().resources, ...answers]));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const [record] = read.request.records;
  const [judgement] = record ? adjudicate(record, { asOf: AS_OF, policies: [] }) : [];
  if (!record || !judgement) throw new Error('nothing judged');
  return { judgement, rows: payerAnswerRows(record, judgement) };
}

describe('a row for each line', () => {
  test('of a line that was refused: units, money, the payer’s codes, and the last day for an appeal', () => {
    expect(rowsOf(response(refused)).rows).toEqual([
      {
        claim: 'Claim/c3',
        patient: 'Patient/p3',
        payer: 'Acme Health Plan',
        line: 1,
        answer: 'ClaimResponse/r1',
        answered: '2025-04-10',
        submitted: 2,
        paid: 0,
        supported: 2,
        deniedSupported: 2,
        paidUnsupported: 0,
        amountDeniedSupported: 200,
        currency: 'USD',
        reasons: '50',
        appealBy: '2025-10-07',
        appealSource: '29 CFR 2560.503-1(h)(3)(i): group health plans give at least 180 days from the notice',
      },
    ]);
  });

  test('an answer to a request for authorization is none to the claim', () => {
    const authorization = response(refused, { id: 'r2', use: 'preauthorization', created: '2025-05-01' });
    expect(rowsOf(authorization).rows).toEqual([]);
    expect(rowsOf(response(benefit(200)), authorization).rows).toMatchObject([{ answer: 'ClaimResponse/r1', paid: 2 }]);
  });

  test('the latest is the latest of the instant, whatever offset from UTC it is written with', () => {
    const [early, late] = [
      response(refused, { created: '2025-04-11T01:00:00+02:00' }),
      response(benefit(200), { id: 'r0', created: '2025-04-10T23:30:00Z' }),
    ];
    expect(rowsOf(early, late).rows).toMatchObject([{ answer: 'ClaimResponse/r0', paid: 2 }]);
  });

  test.each<[string, Adjudication, number, number]>([
    ['paid in whole', benefit(200), 2, 0],
    ['of which units are stated', units(1), 1, 1],
    ['with more units than were supported', units(3), 3, 0],
  ])('of a line %s', (_case, adjudication, paid, deniedSupported) => {
    const [row] = rowsOf(response(adjudication)).rows;
    expect([row?.paid, row?.deniedSupported, row?.paidUnsupported]).toEqual([paid, deniedSupported, Math.max(0, paid - 2)]);
    expect('appealBy' in (row ?? {})).toBe(deniedSupported > 0);
  });

  test('of a payment of nothing at the head alone: all of it is refused', () => {
    const [row] = rowsOf(response(undefined, { payment: { type: {}, amount: { value: 0, currency: 'USD' } } })).rows;
    expect([row?.paid, row?.deniedSupported]).toEqual([0, 2]);
  });

  test.each<[string, Resource]>([
    ['says nothing of what was paid', response(undefined)],
    ['is not final', response(refused, { outcome: 'queued' })],
    ['was cancelled', response(refused, { status: 'cancelled' })],
    ['is to another claim', response(refused, { request: { reference: 'Claim/other' } })],
    ['is our own', response(refused, { identifier: [answerIdentifier({ id: 'c3', version: '1' })] })],
  ])('none for an answer that %s', (_case, answer) => {
    expect(rowsOf(answer).rows).toEqual([]);
  });

  test('the latest answer counts, an ExplanationOfBenefit as well', () => {
    const explanation: ExplanationOfBenefit = {
      ...(response(undefined) as unknown as ExplanationOfBenefit),
      resourceType: 'ExplanationOfBenefit',
      id: 'e1',
      created: '2025-05-02',
      provider: { display: 'x' },
      claim: { reference: 'Claim/c3' },
      insurance: [{ focal: true, coverage: { reference: 'Coverage/v3' } }],
      item: [{ sequence: 1, productOrService: { coding: [{ code: 'S9326' }] }, adjudication: units(1) }],
    };
    const [row] = rowsOf(response(refused), explanation).rows;
    expect([row?.answer, row?.paid, row?.answered]).toEqual(['ExplanationOfBenefit/e1', 1, '2025-05-02']);
  });
});

test.each([
  ['commercial', '2025-04-10', 180],
  ['medicaid', '2025-04-10', 60],
  ['medicaid', '2017-06-30', undefined],
  ['medicare-advantage', '2024-12-31', 60],
  ['medicare-advantage', '2025-01-01', 65],
  ['tricare', '2025-04-10', undefined],
  [undefined, '2025-04-10', undefined],
] as const)('the rule of %s for an answer of %s gives %s days', (kind, answered, days) => {
  expect(appealRule(kind as never, answered)?.days).toBe(days);
});

test('a sweep writes the rows, the totals, the worklist with deadlines, and a packet for each claim that was refused', async () => {
  const [source, out] = [folder(), folder()];
  await sweep({
    source: written(source, [...recordOf().resources, response(refused)]),
    directory: out,
    options: { policies: [], asOf: AS_OF },
    threads: 1,
    now: () => AS_OF,
  });
  const [head = '', row = ''] = readFileSync(join(out, 'payer-answers.csv'), 'utf8').split('\n');
  expect(head).toBe(
    'claim,patient,payer,line,answer,answered,submitted,paid,supported,deniedSupported,paidUnsupported,amountDeniedSupported,currency,reasons,appealBy,appealSource',
  );
  expect(row).toContain('Claim/c3,Patient/p3,Acme Health Plan,1,ClaimResponse/r1,2025-04-10,2.0,0.0,2.0,2.0,0.0,200.0,USD,50,2025-10-07,');
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  expect(summary.payerAnswers).toEqual({ claims: 1, deniedSupported: 2, paidUnsupported: 0, amountDeniedSupported: { USD: 200 } });
  expect(readdirSync(join(out, 'appeals'))).toEqual(['0001.html']);
  const worklist = readFileSync(join(out, 'worklist.html'), 'utf8');
  expect(worklist).toContain('<a href="appeals/0001.html">Appeal of Claim/c3, line 1</a>');
  expect(worklist).toContain('2025-10-07');
});

test('a text that a spreadsheet would run is written as text', async () => {
  const [source, out] = [folder(), folder()];
  const { resources } = recordOf();
  const named = resources.map((each) =>
    each.resourceType === 'Coverage' ? { ...each, payor: [{ display: '=HYPERLINK("http://x","y")' }] } : each,
  );
  await sweep({ source: written(source, named), directory: out, options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF });
  expect(readFileSync(join(out, 'claims.csv'), 'utf8')).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
});

test('the packet says what is asked for, by when, on what days, by which sources, and what to attach; nothing that was sent is markup', () => {
  const { judgement, rows } = rowsOf(response(refused, { id: 'r1' }));
  const packet = appealPacket({ ...judgement, payerName: '<b>Acme</b>' }, rows);
  for (const text of [
    'Appeal: 2 days of continuous pain infusion at home',
    '2025-10-07, unless the notice or the contract says otherwise',
    '2 days of S9326, 200.00 USD',
    'one for each of these dates: 2025-03-03, 2025-03-04',
    'MedicationAdministration/a3',
    'NHIA',
    '29 CFR 2560.503-1',
    '&lt;b&gt;Acme&lt;/b&gt;',
  ])
    expect(packet).toContain(text);
  expect(packet).not.toContain('<b>Acme');
});

const started = await launch();
if ('missing' in started) test.skip(`the packet and the worklist in a browser (${started.missing})`, () => {});
else
  test.each(LOOKS)('at $width px, $scheme: axe finds nothing in the packet and the worklist', async (look) => {
    const [source, out] = [folder(), folder()];
    const directory = written(source, [...recordOf().resources, response(refused), ...recordOf(4).resources]);
    await sweep({ source: directory, directory: out, options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF });
    for (const file of ['worklist.html', 'appeals/0001.html']) {
      const { page, context, asked } = await open(started.browser, readFileSync(join(out, file), 'utf8'), look);
      if (process.env.S9326_PICTURES)
        await page.screenshot({
          path: join(process.env.S9326_PICTURES, `${file.replace('/', '-')}-${look.width}-${look.scheme}.png`),
          fullPage: true,
        });
      await page.evaluate(axe.source);
      const found =
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))";
      expect(await page.evaluate(found)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
      expect(asked).toEqual([]);
      await context.close();
    }
  });
