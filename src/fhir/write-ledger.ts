import type { Extension } from '@medplum/fhirtypes';
import { type Assessment, type Day, isPerDiemLine, type Line, type UnitAnswer } from '../assessment.ts';
import { type ExtensionName, extensionUrl } from './canonical.ts';
import { isReference } from './copy.ts';

/** Day by day what the record supports, and by which rules, zone and policy it was judged. */
export function writeClaimLedger(assessment: Assessment, base: string): Extension[] {
  const { decision, ruleSet, careZone, policy, days } = assessment;
  return [
    { url: extensionUrl('decision', base), valueCode: decision },
    { url: extensionUrl('rule-set', base), valueString: ruleSet },
    complex('care-zone', base, [
      { url: 'zone', valueString: careZone.zone },
      { url: 'source', valueCode: careZone.source },
    ]),
    complex('policy', base, [
      { url: 'id', valueString: policy.id },
      { url: 'dayCounting', valueCode: policy.dayCounting },
    ]),
    ...days.map((day) => complex('day-ledger', base, dayParts(day))),
  ];
}

/** Each unit of a line that bills S9326; of any other line what was decided. */
export function writeLineLedger(line: Line, base: string): Extension[] {
  if (isPerDiemLine(line)) return line.units.map((unit) => complex('per-diem-unit', base, unitParts(unit)));
  return [{ url: extensionUrl('line-decision', base), valueCode: line.decision }];
}

function complex(name: ExtensionName, base: string, extension: Extension[]): Extension {
  return { url: extensionUrl(name, base), extension };
}

function dayParts({ date, supported, reason, infusedMinutes, evidence }: Day): Extension[] {
  return [
    { url: 'date', valueDate: date },
    { url: 'supported', valueBoolean: supported },
    ...(reason ? [{ url: 'reason', valueCode: reason }] : []),
    { url: 'infusedMinutes', valueUnsignedInt: Math.round(infusedMinutes) },
    ...evidence.map((each) =>
      isReference(each) ? { url: 'evidence', valueReference: { reference: each } } : { url: 'evidence', valueString: each },
    ),
  ];
}

/** The largest positiveInt: a claim may bill more, though on paper only. */
const MOST_COUNT = 2_147_483_647;

function unitParts({ date, decision, rule, count }: UnitAnswer): Extension[] {
  return [
    ...(date ? [{ url: 'date', valueDate: date }] : []),
    { url: 'decision', valueCode: decision },
    ...(rule ? [{ url: 'rule', valueCode: rule }] : []),
    ...(count !== undefined && count !== 1 ? [{ url: 'count', valuePositiveInt: Math.min(count, MOST_COUNT) }] : []),
  ];
}
