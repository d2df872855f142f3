/** What must be on record for the days of a pain infusion at home to be payable later: for the Questionnaire and the checklist. */

export interface RecordItem {
  readonly linkId: string;
  readonly text: string;
  /** The rules that look at it. */
  readonly rules: readonly string[];
}

export interface RecordGroup {
  readonly linkId: string;
  readonly title: string;
  readonly items: readonly RecordItem[];
}

export const RECORD_GROUPS: readonly RecordGroup[] = [
  {
    linkId: 'order',
    title: 'Before it begins',
    items: [
      { linkId: 'order-signed', text: 'A signed order with drug, dose, rate and route', rules: ['order-on-file'] },
      {
        linkId: 'order-prescriber',
        text: 'Who ordered it, with the NPI, on the order and on the claim',
        rules: ['ordering-provider-identified'],
      },
      { linkId: 'home', text: "The patient's home as the place of care", rules: ['place-of-service-home'] },
      {
        linkId: 'diagnosis',
        text: 'The diagnosis of the pain and of what causes it',
        rules: ['diagnosis-present', 'diagnosis-supports-pain'],
      },
      {
        linkId: 'alternatives',
        text: 'Why other pain control failed or does not suit: what was tried, how long, and what came of it',
        rules: ['alternatives-documented'],
      },
    ],
  },
  {
    linkId: 'coverage',
    title: 'Coverage',
    items: [
      {
        linkId: 'coverage-in-force',
        text: 'A coverage in force that pays S codes; Medicare does not',
        rules: ['coverage-in-force', 'payer-accepts-s-codes'],
      },
      {
        linkId: 'authorization',
        text: 'The authorization number where the payer asks for one, for these dates and this many days',
        rules: ['authorization-present', 'authorization-covers-date', 'authorization-units-left'],
      },
    ],
  },
  {
    linkId: 'infusion',
    title: 'Day by day',
    items: [
      {
        linkId: 'start-and-end',
        text: 'When each bag or cassette began and ended, with date and time',
        rules: ['day-supported', 'infusion-continuous'],
      },
      { linkId: 'changes', text: 'Each change of rate and each pause, with the reason', rules: ['adjustments-documented'] },
      { linkId: 'stays', text: 'Each stay in a hospital or another facility, with its dates', rules: ['not-inpatient'] },
      { linkId: 'progress', text: 'Visits or calls with the pain that was found and what was done', rules: ['progress-documented'] },
      { linkId: 'supplies', text: 'Delivery of pump and supplies, with dates', rules: ['supplies-documented'] },
    ],
  },
];
