/** Answers to preauthorizations that the claim names, with their period and units (2-rules.md 15 and 16; Da Vinci PAS ClaimResponse). */
import type { Claim, ClaimResponse, Coding, Extension } from '@medplum/fhirtypes';
import type { Authorization } from '../documentation.ts';
import type { Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import { isPerDiemCoding } from './read-claim.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';

type Item = NonNullable<ClaimResponse['item']>[number];
type Adjudicated = Pick<Item, 'adjudication' | 'extension'>;

const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/';
/** X12 306: certified in total, modified; not certified. */
const GRANTED: ReadonlySet<string> = new Set(['A1', 'A2', 'A6']);
const REFUSED: ReadonlySet<string> = new Set(['A3']);

/** Authorizations at hand under any of the numbers. `usedUnder` counts the units of other claims under the same number. */
export function readAuthorizations(
  responses: readonly Entry<ClaimResponse>[],
  numbers: readonly string[],
  resolver: Resolver,
  zone: Zone,
  usedUnder: (numbers: readonly string[], status: 'paid' | 'open') => number,
): Authorization[] {
  return responses.flatMap((entry) => {
    const { resource } = entry;
    if (resource.use !== 'preauthorization' || resource.status !== 'active') return [];
    const own = preauthorizationNumbers(resource).filter((number) => numbers.includes(number));
    if (own.length === 0) return [];
    const parts = perDiemParts(entry, resolver);
    const whole = {
      ...periodOf(resource.preAuthPeriod, zone),
      reference: labelOf(entry),
      numbers: own,
      used: usedUnder(own, 'paid'),
      usedByOpen: usedUnder(own, 'open'),
    };
    if (parts.length === 0) return [{ ...whole, answer: answerOf(resource, undefined) }];
    return parts.map((part) => {
      const units = unitsOf(part);
      const period = periodOf(extensionOf(part.extension, 'extension-itemPreAuthPeriod')?.valuePeriod, zone);
      return { ...whole, ...period, answer: answerOf(resource, part), ...(units !== undefined && { units }) };
    });
  });
}

/** Every number under which an answer may be named. */
export function preauthorizationNumbers(response: ClaimResponse): string[] {
  const reviewed = (response.item ?? []).flatMap((item) =>
    reviewActions(item).flatMap((action) => part(action, 'number')?.valueString ?? []),
  );
  return [response.preAuthRef, ...(response.identifier ?? []).map(({ value }) => value), ...reviewed].filter(
    (number) => number !== undefined,
  );
}

/** The items that answer lines of S9326: by the authorized detail, by what was added, or by the line of the request when it is at hand. */
function perDiemParts(entry: Entry<ClaimResponse>, resolver: Resolver): Adjudicated[] {
  const { item = [], addItem = [], request } = entry.resource;
  const claim = resolver.resolve(request, entry)?.resource as Claim | undefined;
  const sequences = new Set(
    (claim?.item ?? []).filter((each) => each.productOrService?.coding?.some(isPerDiemCoding)).map((each) => each.sequence),
  );
  const added = addItem.filter((each) => each.productOrService?.coding?.some(isPerDiemCoding));
  const replaced = new Set(added.flatMap((each) => each.itemSequence ?? []));
  // Beside what was added a line counts only where it is granted as asked.
  const own = added.length === 0 ? item : item.filter((each) => !replaced.has(each.itemSequence ?? 0) && reviewCodes(each).includes('A1'));
  const asked = own.filter((each) => {
    const detail = part(extensionOf(each.extension, 'extension-itemAuthorizedDetail'), 'productOrServiceCode')?.valueCodeableConcept;
    return detail?.coding ? detail.coding.some(isPerDiemCoding) : sequences.has(each.itemSequence);
  });
  return [...added, ...asked];
}

/** Without a review action by outcome and units: queued waits, error is refused, and so is a grant of no unit. */
function answerOf(response: ClaimResponse, item: Adjudicated | undefined): Authorization['answer'] {
  const codes = (item ? [item] : (response.item ?? [])).flatMap(reviewCodes);
  if (codes.some((code) => GRANTED.has(code))) return 'granted';
  if (codes.some((code) => REFUSED.has(code)) || response.outcome === 'error') return 'refused';
  if (codes.length > 0 || response.outcome === 'queued') return 'waiting';
  return item && unitsOf(item) === 0 ? 'refused' : 'granted';
}

function unitsOf(item: Adjudicated): number | undefined {
  const detail = part(extensionOf(item.extension, 'extension-itemAuthorizedDetail'), 'quantity')?.valueQuantity?.value;
  const added = (item as { quantity?: { value?: number } }).quantity?.value;
  const allowed = item.adjudication?.find(({ category, value }) => value !== undefined && hasCode(category?.coding, 'allowedunits'))?.value;
  return detail ?? allowed ?? added;
}

const reviewActions = (item: Adjudicated): Extension[] =>
  (item.adjudication ?? []).flatMap(({ extension }) => (extension ?? []).filter(({ url }) => url === `${PAS}extension-reviewAction`));

const reviewCodes = (item: Adjudicated): string[] =>
  reviewActions(item).flatMap((action) =>
    (part(action, `${PAS}extension-reviewActionCode`)?.valueCodeableConcept?.coding ?? []).flatMap(({ code }) => code ?? []),
  );

const extensionOf = (extensions: readonly Extension[] | undefined, name: string): Extension | undefined =>
  extensions?.find(({ url }) => url === PAS + name);
const part = (extension: Extension | undefined, url: string): Extension | undefined =>
  extension?.extension?.find((each) => each.url === url);
const hasCode = (codings: readonly Coding[] | undefined, code: string): boolean => codings?.some((coding) => coding.code === code) ?? false;

function periodOf(period: { start?: string; end?: string } | undefined, zone: Zone): { start?: number; end?: number } {
  const start = dateOf(period?.start, zone);
  const end = dateOf(period?.end, zone);
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}
