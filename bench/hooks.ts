/** `node bench/hooks.ts`: what a warm answer to a hook costs with everything sent along, the check of its token apart, and beside reading the same JSON. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, Coverage, DocumentReference, MedicationRequest, Resource } from '@medplum/fhirtypes';
import { Hono } from 'hono/tiny';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAnswerHook } from '../handlers/cds/answer-hook.ts';
import { createHookVerifier } from '../handlers/cds/hook-token.ts';
import { createUsedTokens } from '../handlers/cds/replay.ts';
import { addHooks } from '../handlers/cds/routes.ts';
import { requireConfig } from '../handlers/http/config.ts';
import type { AppEnv } from '../handlers/http/observe.ts';

const SUBJECT = { reference: 'Patient/p1' };
const AUDIENCE = 'https://hooks.example/cds-services/s9326-order-sign';
const ISS = 'https://ehr.example';

const bundle = (resources: readonly Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ fullUrl: `https://ehr.example/fhir/${resource.resourceType}/${resource.id}`, resource })),
});

const many = <T>(count: number, make: (i: number) => T): readonly T[] => Array.from({ length: count }, (_, i) => make(i));

const order: MedicationRequest = {
  resourceType: 'MedicationRequest',
  id: 'm1',
  status: 'draft',
  intent: 'order',
  subject: SUBJECT,
  medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '7052' }], text: 'morphine' },
  dosageInstruction: [
    {
      text: 'Infusion by pump at home',
      route: { coding: [{ system: 'http://snomed.info/sct', code: '34206005', display: 'Subcutaneous route' }] },
    },
  ],
  reasonCode: [{ text: 'Cancer pain' }],
};

const onRecord = (i: number): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  id: `r${i}`,
  status: i % 3 === 0 ? 'active' : 'stopped',
  intent: 'order',
  subject: SUBJECT,
  authoredOn: '2026-01-15',
  medicationCodeableConcept: {
    text: ['ibuprofen 400 mg oral tablet', 'lisinopril 10 mg oral tablet', 'morphine 15 mg oral tablet'][i % 3] ?? '',
  },
  dosageInstruction: [{ text: 'One by mouth every six hours', timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } } }],
});

const documentOn = (i: number): DocumentReference => ({
  resourceType: 'DocumentReference',
  id: `n${i}`,
  status: 'current',
  subject: SUBJECT,
  date: '2026-02-01T10:00:00Z',
  type: { text: 'Progress note' },
  content: [
    {
      attachment: {
        contentType: 'text/plain',
        data: Buffer.from(`Visit ${i}. ${'The patient was seen and examined; the plan is unchanged. '.repeat(30)}`).toString('base64'),
      },
    },
  ],
});

const coverage: Coverage = {
  resourceType: 'Coverage',
  id: 'c1',
  status: 'active',
  beneficiary: SUBJECT,
  payor: [{ display: 'Acme Health' }],
};

/** `medications` on record, and half as many documents of two kilobytes. */
const callOf = (medications: number): string =>
  JSON.stringify({
    hook: 'order-sign',
    hookInstance: randomUUID(),
    context: { userId: 'Practitioner/d1', patientId: 'p1', draftOrders: bundle([order]) },
    prefetch: {
      patient: { resourceType: 'Patient', id: 'p1', gender: 'female', address: [{ state: 'TX' }] },
      coverage: bundle([coverage]),
      medications: bundle(many(medications, onRecord)),
      authorizations: null,
      documents: bundle(many(medications / 2, documentOn)),
    },
  });

async function startVerifier() {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES384' }] });
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(keys));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const keysUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
  const verify = createHookVerifier({
    clients: [{ iss: ISS, keysUrl, fhirServers: [] }],
    used: createUsedTokens(Date.now),
    now: Date.now,
  });
  const token = () =>
    new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES384', kid: 'k', typ: 'JWT' })
      .setIssuer(ISS)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  return { verify, token, stop: () => server.close() };
}

function quantiles(times: number[]): readonly [median: number, p95: number] {
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return [at(0.5), at(0.95)];
}

async function timed(run: () => unknown): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

const app = new Hono<AppEnv>();
addHooks(app, {
  cds: { clients: [], origins: [] },
  config: requireConfig({}),
  now: Date.now,
  answerHook: createAnswerHook(),
  feedback: { keep: () => undefined },
  // Everybody: the token is measured apart.
  keyOfRun: async () => ({ ok: true }),
});
const ask = (body: string): Promise<Response> =>
  Promise.resolve(app.fetch(new Request(AUDIENCE, { method: 'POST', headers: { 'content-type': 'application/json' }, body })));

const ROUNDS = 400;
const cell = (value: number, width = 9): string => value.toFixed(3).padStart(width);
console.log(`Node ${process.version}, ms, ${ROUNDS} warm calls each\n`);
console.log('medications     KB     parse    answer       p95   ÷ parse  CPU each');
for (const medications of [10, 50, 200]) {
  const body = callOf(medications);
  const first = await ask(body);
  const { cards } = (await first.json()) as { cards: readonly unknown[] };
  if (first.status !== 200 || cards.length === 0) throw new Error(`answered ${first.status}`);
  for (let i = 0; i < 100; i += 1) await ask(body);
  const [parse, answer]: [number[], number[]] = [[], []];
  // What others on the machine take away shows in the one and not in the other.
  let cpu = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    parse.push(await timed(() => JSON.parse(body)));
    const before = process.cpuUsage();
    answer.push(await timed(async () => (await ask(body)).text()));
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / 1000;
  }
  const [[parsing], [median, p95]] = [quantiles(parse), quantiles(answer)];
  console.log(
    `${String(medications).padStart(11)} ${cell(body.length / 1024, 6).slice(0, 6)} ${cell(parsing)} ${cell(median)} ${cell(p95)} ${cell(median / parsing)} ${cell(cpu / ROUNDS)}`,
  );
}

const { verify, token, stop } = await startVerifier();
const checks: number[] = [];
for (let round = 0; round < ROUNDS + 50; round += 1) {
  const headers = new Headers({ authorization: `Bearer ${await token()}` });
  const took = await timed(async () => {
    if (!(await verify(headers, AUDIENCE)).ok) throw new Error('refused');
  });
  if (round >= 50) checks.push(took);
}
stop();
const [median, p95] = quantiles(checks);
console.log(`\ntoken (ES384) ${cell(median)}, p95 ${cell(p95)}`);
