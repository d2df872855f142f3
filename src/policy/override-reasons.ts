/** Every code of our CodeSystem `override-reason`: why a clinician passed over a card. */
export const OVERRIDE_REASONS = {
  'other-coverage': 'Another insurance pays, or the patient does',
  'agreed-with-payer': 'Agreed with the payer',
  'on-record-elsewhere': 'It is on record elsewhere',
  'will-follow': 'It will follow before the infusion begins',
  'not-at-home': 'Not for use at home',
  'order-is-right': 'The order is right as it is',
} as const;

export type OverrideReason = keyof typeof OVERRIDE_REASONS;
