import { MET, type Rule, reason, undetermined } from './rule.ts';

const ZONE = reason('CO', '16', 'N706');

/** 2-rules.md 5. Asked only when nobody names the zone, and only answered otherwise than met when it makes a difference. */
export const careZoneKnown: Rule = {
  id: 'care-zone-known',
  title: 'The time zone of the care is known, or makes no difference to the units',
  scope: 'claim',
  effect: 'pend',
  codes: [ZONE],
  sources: ['x12-rarc'],
  looksBack: true,
  claim: ({ zoneDecides }) => (zoneDecides ? undetermined(ZONE) : MET),
  explain: () => ({
    message: 'The record does not say in which time zone the patient is cared for, and the number of units depends on it.',
    fix: "Send the patient's home address with its state, or the time zone extension on the Patient, or name the zone when asking.",
  }),
};
