/** Our extensions as data: where each stands, what it carries and how often, as write-ledger.ts, write-provenance.ts and write-back.ts write them. */
import type { ExtensionName } from '../canonical.ts';
import type { BoundCodes } from './ledger-codes.ts';

type ValueType = 'boolean' | 'code' | 'date' | 'positiveInt' | 'Reference' | 'string' | 'unsignedInt';

interface Described {
  readonly short: string;
  readonly definition?: string;
}

/** An extension, or part of one, that has a value. */
export interface Simple extends Described {
  readonly types: readonly ValueType[];
  readonly codes?: BoundCodes;
  /** What a Reference may lead to; absent: anything. */
  readonly target?: string;
}

/** A part of an extension. */
export interface Part extends Simple {
  readonly name: string;
  readonly min: 0 | 1;
  readonly max: '1' | '*';
}

interface Place {
  readonly context: readonly ('ClaimResponse' | 'ClaimResponse.item' | 'Provenance')[];
  readonly max: '1' | '*';
}

export type ExtensionShape = Place & (Simple | (Described & { readonly parts: readonly Part[] }));

const part = (
  name: string,
  types: readonly ValueType[],
  cardinality: '0..1' | '1..1' | '0..*',
  short: string,
  codes?: BoundCodes,
): Part => ({
  name,
  types,
  min: cardinality.startsWith('1') ? 1 : 0,
  max: cardinality.endsWith('*') ? '*' : '1',
  short,
  ...(codes ? { codes } : {}),
});

export const EXTENSIONS: Readonly<Record<ExtensionName | 'earlier-answer', ExtensionShape>> = {
  decision: {
    context: ['ClaimResponse'],
    max: '1',
    short: 'What became of the units of S9326',
    definition: 'The decision on the claim. The outcome of a ClaimResponse says only how the processing went.',
    types: ['code'],
    codes: 'decision',
  },
  'rule-set': {
    context: ['ClaimResponse', 'Provenance'],
    max: '1',
    short: 'Version of the rules and code sets',
    definition: 'The version of the rules and code sets by which the claim was judged: that of the CodeSystem of rules.',
    types: ['string'],
  },
  'care-zone': {
    context: ['ClaimResponse'],
    max: '1',
    short: 'Time zone of the care',
    definition: 'The time zone in which dates were counted, and where it comes from.',
    parts: [
      part('zone', ['string'], '1..1', 'Name in the IANA time zone database'),
      part('source', ['code'], '1..1', 'Who or what names it', 'care-zone-source'),
    ],
  },
  policy: {
    context: ['ClaimResponse'],
    max: '1',
    short: 'Policy by which the claim was judged',
    definition: 'The policy by which the claim was judged, and its way of counting days.',
    parts: [
      part('id', ['string'], '1..1', 'Id of the policy'),
      part('dayCounting', ['code'], '1..1', 'Way of counting days', 'day-counting'),
    ],
  },
  'day-ledger': {
    context: ['ClaimResponse'],
    max: '*',
    short: 'What the record says of a date',
    definition:
      'One for each date that is billed or lies in a therapy that touches a billed one: whether the record supports it, and by what.',
    parts: [
      part('date', ['date'], '1..1', 'The date, in the time zone of the care'),
      part('supported', ['boolean'], '1..1', 'Whether the record supports a unit for it'),
      part('reason', ['code'], '0..1', 'Why it does not', 'day-reason'),
      part('infusedMinutes', ['unsignedInt'], '1..1', 'Minutes infused on the date'),
      part('evidence', ['Reference', 'string'], '0..*', 'What shows it; a string where it cannot be referred to'),
    ],
  },
  'per-diem-unit': {
    context: ['ClaimResponse.item'],
    max: '*',
    short: 'A unit of S9326 and what became of it',
    definition:
      'On an item that bills S9326, one for each unit on its date. Units without a date that share an answer stand in one, with their count.',
    parts: [
      part('date', ['date'], '0..1', 'The date on which the unit is laid'),
      part('decision', ['code'], '1..1', 'What became of it', 'unit-decision'),
      part('rule', ['code'], '0..1', 'The first rule that refuses it, else the first for which it waits', 'rules'),
      part('count', ['positiveInt'], '0..1', 'Number of units; absent, one'),
    ],
  },
  'line-decision': {
    context: ['ClaimResponse.item'],
    max: '1',
    short: 'What became of a line of another code',
    definition: 'On an item that does not bill S9326, what was decided of it.',
    types: ['code'],
    codes: 'line-decision',
  },
  'earlier-answer': {
    context: ['ClaimResponse'],
    max: '1',
    short: 'Answer to an earlier version of the claim',
    definition: 'The ClaimResponse that answered an earlier version of the same Claim, and that this one takes the place of.',
    types: ['Reference'],
    target: 'http://hl7.org/fhir/StructureDefinition/ClaimResponse',
  },
};
