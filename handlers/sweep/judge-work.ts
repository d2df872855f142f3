/** One unit of work → its answers. The same on a laptop and on AWS. */
import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import { isOwnAnswer } from '../../src/fhir/answer-identity.ts';
import { writeAnswer } from '../../src/fhir/write-answer.ts';
import { adjudicate, type Issue, type Judgement, type PatientRecord, type Policy, type Request, readRequest } from '../../src/index.ts';
import { appealPacket } from '../../src/present/appeal-packet.ts';
import { claimsPage } from '../../src/present/page.ts';
import { type PayerAnswerRow, payerAnswerRows } from '../../src/sweep/payer-answer.ts';
import { type FindingRow, findingRows, type LineRow, lineRows, type WorklistRow, worklistRow } from '../../src/sweep/rows.ts';

/** The resources of one patient, with those of nobody that they name; or one Bundle, which is a record by itself. */
export interface Work {
  /** `Patient/p1`, or the file (and line) of the Bundle. */
  readonly key: string;
  /** JSON of each resource; or of the one Bundle. */
  readonly texts: readonly string[];
  /** The same, where the thread that has the work has parsed it already. */
  readonly parsed?: readonly unknown[];
  /** Why there is nothing to judge. */
  readonly problem?: string;
  readonly problems?: readonly string[];
}

export interface SweepOptions {
  readonly asOf: number;
  /** Each judges every claim; the first is the one that answers. None: chosen by what they apply to, else baseline. */
  readonly policies: readonly Policy[];
  readonly timeZone?: string | undefined;
  readonly canonicalBase?: string | undefined;
}

export interface SweepAnswer {
  readonly row: WorklistRow;
  readonly lines: readonly LineRow[];
  readonly findings: readonly FindingRow[];
  readonly response: ClaimResponse;
  /** What the payer said, where the record has it: a row for each line. */
  readonly payerAnswers: readonly PayerAnswerRow[];
  /** One for each other policy. */
  readonly whatIf: readonly WorklistRow[];
}

/** What could not be judged, and why; the sweep goes on. */
export interface SetAside {
  readonly key: string;
  readonly reasons: readonly { readonly expression: string; readonly text: string }[];
}

export interface WorkDone {
  readonly key: string;
  readonly answers: readonly SweepAnswer[];
  readonly setAside: readonly SetAside[];
}

/** Never throws: a fault of ours sets its work aside too. */
export function judgeWork(work: Work, options: SweepOptions): WorkDone {
  try {
    return judge(work, options);
  } catch (error) {
    // Its message may quote the record.
    const name = error instanceof Error ? error.constructor.name : 'thrown value';
    return { key: work.key, answers: [], setAside: aside(work, [{ expression: '', text: `A fault of s9326 itself (${name}).` }]) };
  }
}

export interface DrawnClaim {
  readonly claim: string;
  readonly page: string;
  /** Where the payer refused what the record supports. */
  readonly appeal?: string;
}

/** The page of each claim of the work. A few are looked at of all that are judged, so that they are drawn by themselves. */
export function drawPages(work: Work, options: SweepOptions): readonly DrawnClaim[] {
  return judgeAll(work, { ...options, policies: options.policies.slice(0, 1) }).judged.map(({ record, judgement }) => {
    const refused = payerAnswerRows(record, judgement, options.canonicalBase).filter(({ deniedSupported }) => deniedSupported > 0);
    return {
      claim: judgement.assessment.claim,
      page: claimsPage([judgement]),
      ...(refused.length > 0 ? { appeal: appealPacket(judgement, refused) } : {}),
    };
  });
}

interface JudgedWork {
  readonly judged: readonly { readonly record: PatientRecord; readonly judgement: Judgement; readonly others: readonly Judgement[] }[];
  readonly setAside: readonly SetAside[];
}

function judgeAll(work: Work, options: SweepOptions): JudgedWork {
  const unjudged = (...texts: readonly string[]): JudgedWork => ({
    judged: [],
    setAside: aside(
      work,
      texts.map((text) => ({ expression: '', text })),
    ),
  });
  const problems = [...(work.problem === undefined ? [] : [work.problem]), ...(work.problems ?? [])];
  if (problems.length > 0) return unjudged(...problems);
  const parsed = parse(work, options.canonicalBase);
  if (parsed === undefined) return unjudged('is not JSON');
  const { read, notes, setAside } = readWhatCan(parsed, work.key);
  if (!read) return { judged: [], setAside };
  const { asOf = options.asOf, records } = read;
  const timeZone = options.timeZone ?? read.timeZone;
  const judged = records.flatMap((unnoted) => {
    const record = { ...unnoted, notes: [...unnoted.notes, ...notes] };
    const under = (policies: readonly Policy[], policy?: string): readonly Judgement[] =>
      adjudicate(record, { asOf, policies, ...(policy === undefined ? {} : { policy }), ...(timeZone === undefined ? {} : { timeZone }) });
    const [first, ...others] = options.policies;
    const own = first ? under([first], first.id) : under([]);
    const rest = others.map((policy) => under([policy], policy.id));
    return own.map((judgement, i) => ({ record, judgement, others: rest.flatMap((each) => each[i] ?? []) }));
  });
  return { judged: judged.filter(({ judgement }) => judgement.assessment.decision !== 'not-applicable'), setAside };
}

/** Each claim with its answer, to be written where it came from. */
export function judgeToWrite(
  work: Work,
  options: SweepOptions,
): readonly { readonly judgement: Judgement; readonly response: ClaimResponse }[] {
  const { judged } = judgeAll(work, { ...options, policies: options.policies.slice(0, 1) });
  return judged.map(({ record, judgement }) => ({ judgement, response: responseOf(record, judgement, options) }));
}

function responseOf(record: PatientRecord, judgement: Judgement, { canonicalBase }: SweepOptions): ClaimResponse {
  const written = writeAnswer(record, judgement, { canonicalBase });
  const response = written.resourceType === 'Bundle' ? written.entry?.[0]?.resource : written;
  if (response?.resourceType !== 'ClaimResponse') throw new Error('no ClaimResponse');
  return response;
}

function judge(work: Work, options: SweepOptions): WorkDone {
  const { judged, setAside } = judgeAll(work, options);
  const answers = judged.map(({ record, judgement, others }): SweepAnswer => {
    return {
      row: worklistRow(judgement),
      lines: lineRows(judgement),
      findings: findingRows(judgement),
      response: responseOf(record, judgement, options),
      payerAnswers: payerAnswerRows(record, judgement, options.canonicalBase),
      whatIf: others.map(worklistRow),
    };
  });
  return { key: work.key, answers, setAside };
}

interface ReadWork {
  /** Absent: nothing of it can be read. */
  readonly read?: Request;
  readonly notes: readonly string[];
  readonly setAside: readonly SetAside[];
}

/** One resource that cannot be read does not take the others with it: a claim is set aside, of others a note is made. */
function readWhatCan(json: unknown, key: string): ReadWork {
  const notes: string[] = [];
  const setAside: SetAside[] = [];
  for (let bundle = json; ; ) {
    const read = readRequest(bundle);
    if (read.ok) return { read: read.request, notes, setAside };
    const { entry = [] } = bundle as Bundle;
    const faulty = Map.groupBy(read.issues, ({ expression }) => Number(/^Bundle\.entry\[(\d+)\]/.exec(expression)?.[1] ?? -1));
    const isRest = entry.length === 0 || faulty.has(-1) || faulty.size === entry.length;
    if (isRest) return { notes, setAside: [...setAside, ...aside({ key, texts: [] }, read.issues)] };
    for (const [i, issues] of faulty) {
      const { resourceType = '', id = '?' } = entry[i]?.resource ?? {};
      if (resourceType === 'Claim') setAside.push(...aside({ key: `${key} Claim/${id}`, texts: [] }, issues));
      else notes.push(`${resourceType}/${id} could not be read and was left out.`);
    }
    bundle = { ...(bundle as Bundle), entry: entry.filter((_, i) => !faulty.has(i)) };
    if (!(bundle as Bundle).entry?.some(({ resource }) => resource?.resourceType === 'Claim')) return { notes, setAside };
  }
}

function parse({ texts, parsed }: Work, canonicalBase: string | undefined): unknown {
  try {
    const resources = (parsed ?? texts.map((text) => JSON.parse(text) as unknown)) as readonly { resourceType?: unknown }[];
    if (resources.length === 1 && ['Bundle', 'Parameters'].includes(String(resources[0]?.resourceType))) return resources[0];
    // What we said before, and wrote back, is no evidence.
    const others = resources.filter((each) => each.resourceType !== 'ClaimResponse' || !isOwnAnswer(each as ClaimResponse, canonicalBase));
    return { resourceType: 'Bundle', type: 'collection', entry: others.map((resource) => ({ resource })) };
  } catch {
    return undefined;
  }
}

const aside = ({ key }: Work, issues: readonly Pick<Issue, 'expression' | 'text'>[]): readonly SetAside[] => [
  { key, reasons: issues.map(({ expression, text }) => ({ expression, text })) },
];
