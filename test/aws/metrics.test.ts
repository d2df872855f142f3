/** The lines of metrics, held against what CloudWatch reads (the specification of its embedded metric format). */
import type { Coverage, Resource } from '@medplum/fhirtypes';
import { Ajv } from 'ajv';
import { afterEach, expect, test, vi } from 'vitest';
import { requireConfig } from '../../handlers/http/config.ts';
import { core } from '../../handlers/http/core.ts';
import { createLambdaHandler } from '../../handlers/http/lambda.ts';
import { createMetrics, DIMENSION_VALUES } from '../../handlers/http/metrics.ts';
import { serve } from '../../handlers/http/serve.ts';
import { adjudicate, type Judgement, readRequest } from '../../src/index.ts';
import { API_KEY_SHA256, eventOf } from '../handlers/support/event.ts';
import { administration, bundle, claim } from '../handlers/support/requests.ts';

afterEach(() => vi.unstubAllEnvs());

/** As the specification has it, and no more than one directive, which is all that we need. */
const EMF = new Ajv().compile({
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      additionalProperties: false,
      properties: {
        Timestamp: { type: 'integer', minimum: 0 },
        CloudWatchMetrics: {
          type: 'array',
          minItems: 1,
          maxItems: 1,
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            additionalProperties: false,
            properties: {
              Namespace: { const: 'S9326' },
              Dimensions: {
                type: 'array',
                minItems: 1,
                items: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 30,
                  uniqueItems: true,
                  items: { type: 'string', minLength: 1, maxLength: 250 },
                },
              },
              Metrics: {
                type: 'array',
                minItems: 1,
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name', 'Unit'],
                  additionalProperties: false,
                  properties: { Name: { type: 'string', minLength: 1, maxLength: 1024 }, Unit: { enum: ['Count', 'Milliseconds'] } },
                },
              },
            },
          },
        },
      },
    },
  },
});

interface Line {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly string[][];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/** What CloudWatch makes of a line: `Name{dimensions}` and its value. Fails for a member that no metric or dimension is read from. */
function readLine(text: string): [string, unknown][] {
  expect(text).not.toContain('\n');
  const line = JSON.parse(text) as Line;
  expect(EMF(line), JSON.stringify(EMF.errors)).toBe(true);
  const { Dimensions: sets, Metrics: metrics } = line._aws.CloudWatchMetrics[0] ?? { Dimensions: [], Metrics: [] };
  const names = metrics.map(({ Name }) => Name);
  expect(Object.keys(line).sort()).toEqual([...new Set(['_aws', ...sets.flat(), ...names])].sort());
  return sets.flatMap((set) =>
    names.map((name): [string, unknown] => [`${name}{${set.map((each) => `${each}=${line[each]}`)}}`, line[name]]),
  );
}

function collect() {
  const lines: string[] = [];
  return { lines, metrics: createMetrics((line) => lines.push(line)), read: () => Object.fromEntries(lines.flatMap(readLine)) };
}

const COVERAGE = { resourceType: 'Coverage', id: 'v1', status: 'active', beneficiary: { reference: 'Patient/p1' } } as const;

function judge(payor: string): readonly Judgement[] {
  const insurance = [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }];
  return judgeAll([claim('c1', { insurance }), administration('a1'), { ...COVERAGE, payor: [{ display: payor }] }]);
}

function judgeAll(resources: readonly Resource[]): readonly Judgement[] {
  const read = readRequest(bundle(resources));
  const [record] = read.ok ? read.request.records : [];
  if (!record) throw new Error('cannot be read');
  return adjudicate(record, { asOf: Date.UTC(2025, 3, 1), policies: [] });
}

const alike = (judgement: Judgement, more: object): Judgement => ({ ...judgement, assessment: { ...judgement.assessment, ...more } });
const finding = (rule: string, effect: string) => ({
  rule,
  effect,
  verdict: 'not-met',
  message: 'Jane Roe',
  fix: 'Jane Roe',
  evidence: ['Jane Roe'],
});

test('counts requests by the class of their status', () => {
  const { metrics, lines } = collect();

  for (const status of [200, 404, 503]) metrics.answered(status);

  expect(lines.flatMap(readLine)).toEqual([
    ['Requests{service=s9326,status_class=2xx}', 1],
    ['Requests{service=s9326,status_class=4xx}', 1],
    ['Requests{service=s9326,status_class=5xx}', 1],
  ]);
});

test('counts claims, units and findings, and times the judging', () => {
  const { metrics, read } = collect();
  const [medicare] = judge('Medicare');
  const [unknown] = judge('Zzyzx Roe');
  if (!medicare || !unknown) throw new Error('nothing judged');
  const day = finding('day-supported', 'deny');

  metrics.judged(
    [
      alike(medicare, { decision: 'reduced', units: { submitted: 9, allowed: 5, denied: 3, pended: 1 }, findings: [day, day] }),
      alike(medicare, { decision: 'reduced', units: { submitted: 1, allowed: 1, denied: 0, pended: 0 }, findings: [day] }),
      alike(unknown, {
        decision: 'pended',
        units: { submitted: 2, allowed: 0, denied: 0, pended: 2 },
        findings: [finding('evidence-present', 'pend')],
      }),
    ],
    12.3456,
    4,
  );

  expect(read()).toEqual({
    'JudgingDuration{service=s9326}': 12.346,
    'StructureCheckDuration{service=s9326}': 4,
    'UnitsSubmitted{service=s9326}': 12,
    'UnitsAllowed{service=s9326}': 6,
    'UnitsDenied{service=s9326}': 3,
    'UnitsPended{service=s9326}': 3,
    'Claims{service=s9326,decision=reduced}': 2,
    'Claims{service=s9326,decision=pended}': 1,
    'Findings{service=s9326,rule=day-supported,payer_class=medicare}': 3,
    'Findings{service=s9326,effect=deny,payer_class=medicare}': 3,
    'Findings{service=s9326,rule=evidence-present,payer_class=unknown}': 1,
    'Findings{service=s9326,effect=pend,payer_class=unknown}': 1,
  });
});

test.each([
  ['contained in it', { contained: [{ resourceType: 'Organization', id: 'o1', name: 'TRICARE' }], payor: [{ reference: '#o1' }] }, []],
  ['beside it', { payor: [{ reference: 'Organization/o1' }] }, [{ resourceType: 'Organization', id: 'o1', name: 'TRICARE' }]],
] as const)('the payer of a coverage is of the organization %s too', (_where, more, beside) => {
  const { metrics, lines } = collect();
  const insurance = [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }];
  const coverage = { ...COVERAGE, ...more } as unknown as Coverage;

  metrics.judged(judgeAll([claim('c1', { insurance }), administration('a1'), coverage, ...beside]), 1);

  expect(classesIn(lines)).toEqual(['tricare']);
});

test('the payer is unknown without a coverage', () => {
  const { metrics, lines } = collect();

  metrics.judged(judgeAll([claim('c1'), administration('a1')]), 1);

  expect(classesIn(lines)).toEqual(['unknown']);
});

const classesIn = (lines: readonly string[]) => [...new Set(lines.flatMap((line) => /"payer_class":"([^"]+)"/.exec(line)?.[1] ?? []))];

test('what is not of the closed lists never becomes a dimension, and no text of the claim a member', () => {
  const { metrics, lines, read } = collect();
  const [judged] = judge('Jane Roe');
  if (!judged) throw new Error('nothing judged');
  const findings = [
    finding('Jane Roe', 'deny'),
    finding('day-supported', 'Jane Roe'),
    finding('constructor', 'deny'),
    finding('__proto__', 'deny'),
  ];
  const units = { submitted: Number.NaN, allowed: 'Jane Roe', denied: Number.POSITIVE_INFINITY, pended: 1 };

  metrics.judged([alike(judged, { decision: 'Jane Roe', findings, units })], 1);
  for (const status of [Number.NaN, 99, 600, 'Jane Roe']) metrics.answered(status as number);

  expect(lines.join('')).not.toMatch(/Jane|Roe|constructor|proto/);
  expect(read()).toEqual({ 'JudgingDuration{service=s9326}': 1, 'UnitsPended{service=s9326}': 1 });
});

test('refusals are no judgements', () => {
  const { metrics, lines } = collect();

  metrics.judged([], 1, 1);

  expect(lines).toEqual([]);
});

test('there are as many metrics as docs/aws.md says, at most', () => {
  const { rule, effect, payer_class, decision, status_class } = DIMENSION_VALUES;

  expect(status_class.size + decision.size + 6).toBe(15);
  expect(rule.size * payer_class.size + effect.size * payer_class.size).toBe(336);
});

test('feedback on cards is counted by service and outcome, and a service that is not ours is not', () => {
  const { metrics, lines } = collect();

  metrics.fedBack('s9326-order-sign', { accepted: 2, overridden: 0 });
  metrics.fedBack('Maria Muster', { accepted: 1, overridden: 1 });

  expect(lines.map((line) => JSON.parse(String(line)))).toEqual([
    expect.objectContaining({ cds_service: 's9326-order-sign', outcome: 'accepted', CardOutcomes: 2 }),
  ]);
});

test('Powertools can be told to be silent', () => {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  const { metrics, lines } = collect();

  metrics.answered(200);

  expect(lines).toEqual([]);
});

test('a function writes them beside its log', async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const parts = { config: requireConfig({ S9326_API_KEY_SHA256: API_KEY_SHA256 }), core, now: () => Date.UTC(2025, 3, 1), write };
  const handler = createLambdaHandler({ ...parts, metrics: createMetrics(write) });

  await handler(eventOf(bundle([claim('c1'), administration('a1')])));
  await handler(eventOf(claim('c1'), { headers: { 'x-api-key': 'another' } }));

  const counted = Object.fromEntries(lines.filter((line) => line.includes('_aws')).flatMap(readLine));
  expect(lines.filter((line) => !line.includes('_aws'))).toHaveLength(2);
  expect(counted).toMatchObject({
    'UnitsSubmitted{service=s9326}': 2,
    'JudgingDuration{service=s9326}': expect.any(Number),
    'StructureCheckDuration{service=s9326}': expect.any(Number),
    'Requests{service=s9326,status_class=2xx}': 1,
    'Requests{service=s9326,status_class=4xx}': 1,
  });
});

test('serve writes none', async () => {
  const lines: string[] = [];
  const { url, close } = await serve({ port: 0, env: {}, write: (line) => lines.push(line) });

  await fetch(`${url}/health`);
  await close();

  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['request']);
});
