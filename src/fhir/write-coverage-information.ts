/** Da Vinci CRD's coverage-information on an order: the one extension that a CRD service may write, and nothing else is changed. */
import type { Extension, Resource } from '@medplum/fhirtypes';
import type { CoverageAnswer } from '../order/advice.ts';
import { formatDate } from '../time/civil-date.ts';
import { HCPCS } from './canonical.ts';
import { nameUuid } from './name-uuid.ts';

export const COVERAGE_INFORMATION = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information';

/** The parts that differ each time that the same is said. */
const TRACE: ReadonlySet<string> = new Set(['date', 'coverage-assertion-id']);

/** The order with the answer on it, in place of an earlier one about the same coverage; undefined when that one says the same already. */
export function writeCoverageInformation<T extends Resource>(order: T, answer: CoverageAnswer): T | undefined {
  const { extension = [] } = order as { extension?: Extension[] };
  const isEarlier = (each: Extension): boolean => each.url === COVERAGE_INFORMATION && coverageOf(each) === answer.coverage;
  const others = extension.filter((each) => !isEarlier(each));
  const written = extensionOf(answer, nameUuid(JSON.stringify([{ ...order, extension: others }, answer])));
  const earlier = extension.filter(isEarlier);
  if (earlier.length === 1 && earlier.every((each) => says(each) === says(written))) return undefined;
  return { ...order, extension: [...others, written] };
}

function extensionOf(answer: CoverageAnswer, assertionId: string): Extension {
  const { paNeeded, docNeeded, satisfiedPaId, infoNeeded = [], questionnaire = [] } = answer;
  return {
    url: COVERAGE_INFORMATION,
    extension: [
      { url: 'coverage', valueReference: { reference: answer.coverage } },
      { url: 'covered', valueCode: answer.covered },
      ...(paNeeded === undefined ? [] : [{ url: 'pa-needed', valueCode: paNeeded }]),
      ...(docNeeded === undefined ? [] : [{ url: 'doc-needed', valueCode: docNeeded }]),
      ...infoNeeded.map((each) => ({ url: 'info-needed', valueCode: each })),
      { url: 'billingCode', valueCoding: { system: HCPCS, code: answer.billingCode } },
      ...answer.reasons.map((text) => ({ url: 'reason', valueCodeableConcept: { text } })),
      ...questionnaire.map((each) => ({ url: 'questionnaire', valueCanonical: each })),
      { url: 'date', valueDate: formatDate(answer.date) },
      { url: 'coverage-assertion-id', valueString: assertionId },
      ...(satisfiedPaId === undefined ? [] : [{ url: 'satisfied-pa-id', valueString: satisfiedPaId }]),
    ],
  };
}

const coverageOf = (extension: Extension): string | undefined =>
  extension.extension?.find(({ url }) => url === 'coverage')?.valueReference?.reference;

/** The same text for the same parts, in whatever order an EHR keeps them. */
const says = ({ extension = [] }: Extension): string =>
  extension
    .filter(({ url }) => !TRACE.has(url ?? ''))
    .map(({ url, ...value }) => `${url} ${JSON.stringify(value)}`)
    .toSorted()
    .join('\n');
