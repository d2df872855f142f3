/** How the claim is laid out, why the therapy is needed, and what is on file about it. */
import type { Topic } from '../statement.ts';

export const CLAIM: readonly Topic[] = [
  {
    title: 'Claim',
    statements: [
      {
        says: 'A line has dates of service and a quantity, and points to diagnoses of the claim.',
        source: 'fhir-claim',
        where: 'item: serviced, quantity, diagnosisSequence',
        rules: ['service-dates-stated', 'units-stated', 'diagnosis-present'],
      },
      {
        says: 'Dates and units that do not fit each other are remarked on.',
        source: 'x12-rarc',
        where: 'N345',
        rules: ['units-match-span', 'service-dates-stated'],
        how: 'Fewer units than dates is advice; more are refused. The longest span is maxSpanDays.',
      },
      {
        says: 'A line covers one calendar month.',
        source: 'bcbsnd',
        where: 'billing guidelines',
        rules: ['units-match-span'],
        how: 'Policy bcbsnd-2026 (lineSpan); advice.',
      },
      {
        says: 'When two providers take part, only the one who refills bills.',
        source: 'bcbsnd-policy',
        where: 'billing guidelines',
        rules: ['one-per-diem-per-day'],
        how: 'A day that was paid to another provider is refused with a code of its own; who refilled is not looked at.',
      },
      {
        says: 'A service that was paid is not paid again.',
        source: 'x12-carc',
        where: '18, B20, 151',
        rules: ['one-per-diem-per-day'],
      },
    ],
  },
  {
    title: 'Medical necessity',
    statements: [
      {
        says: 'Pain has diagnosis codes.',
        source: 'icd-10-cm',
        where: 'G89, R52, M25.5, M54',
        rules: ['diagnosis-supports-pain'],
        how: 'Advice only: no payer’s list for S9326 was found.',
      },
      {
        says: 'The pump is for severe chronic pain of cancer that resisted conventional therapy.',
        source: 'qualchoice-bi319',
        where: 'coverage',
        rules: ['alternatives-documented', 'diagnosis-present'],
        how: 'That other therapy failed is looked for; that the pain is of a cancer is not, since no other source limits it so.',
      },
      {
        says: 'It should be shown that other pain control failed or does not suit.',
        source: 'iframe-s9326',
        where: 'documentation',
        rules: ['alternatives-documented'],
      },
    ],
  },
  {
    title: 'Documentation',
    statements: [
      {
        says: 'There is an order with drug, dose and rate.',
        source: 'iframe-s9326',
        where: 'documentation',
        rules: ['order-on-file'],
        how: 'A secondary source: what it alone says is advice, unless a policy makes more of it.',
      },
      {
        says: 'Infusion and response are written down daily, nurses’ notes included.',
        source: 'iframe-s9326',
        where: 'documentation',
        rules: ['progress-documented'],
        how: 'Any note, observation or encounter of the date is enough; what it says is not read.',
      },
      {
        says: 'Supplies and equipment are on record.',
        source: 'iframe-s9326',
        where: 'documentation',
        rules: ['supplies-documented'],
        how: 'Off until a policy asks.',
      },
      {
        says: 'Changes of the medication are on record.',
        source: 'iframe-s9326',
        where: 'documentation',
        rules: ['adjustments-documented'],
        how: 'Off until a policy asks.',
      },
      {
        says: 'Whoever ordered the therapy is named.',
        source: 'fhir-claim',
        where: 'referral, careTeam',
        rules: ['ordering-provider-identified'],
      },
      {
        says: 'The medical history is on file.',
        source: 'iframe-s9326',
        where: 'documentation',
        notChecked: 'A history is free text, and no field says that it is complete.',
      },
    ],
  },
];
