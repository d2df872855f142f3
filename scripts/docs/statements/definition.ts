/** What the code's definition says of the infusion. */
import type { Topic } from '../statement.ts';

export const DEFINITION: readonly Topic[] = [
  {
    title: 'Continuous pain infusion',
    statements: [
      {
        says: 'The therapy is a continuous infusion for pain.',
        source: 'hcpcs-2026',
        where: 'record of S9326',
        rules: ['infusion-continuous', 'day-supported'],
        how: 'Only an analgesic for infusion, by a route of infusion, is evidence; a pump may stand still for a tenth of the time (minimumInfusedFraction).',
        worked: '24 hours of which exactly 0.9 is infused',
      },
      {
        says: 'A pain infusion that is intermittent has a per diem of its own, S9327.',
        source: 'hcpcs-2026',
        where: 'record of S9327',
        rules: ['infusion-continuous'],
        how: 'The finding suggests S9327.',
        worked: 'the same, one minute less',
      },
      {
        says: 'A pain infusion by an implanted pump has a per diem of its own, S9328, however long it runs.',
        source: 'hcpcs-2026',
        where: 'record of S9328, which has no hours',
        rules: ['not-implanted-pump'],
      },
      {
        says: 'What was given is charted as administrations, each with a status, a time, and dose, route and rate.',
        source: 'fhir-medication-administration',
        where: 'status, effective, dosage',
        rules: ['evidence-present', 'day-supported'],
        how: 'Each administration that is not evidence is listed with the reason.',
      },
    ],
  },
  {
    title: '24 hours or more',
    statements: [
      {
        says: 'The infusion lasts 24 hours or more.',
        source: 'hcpcs-2026',
        where: 'record of S9326',
        rules: ['infusion-continuous'],
        how: 'Asked of the therapy in hours that passed (continuousHours), not of each date: else the first and the last day would never count.',
        worked: '24 hours to the minute',
      },
      {
        says: 'Less than 24 hours are not enough.',
        source: 'hcpcs-2026',
        where: 'record of S9327',
        rules: ['infusion-continuous'],
        worked: 'one minute short of 24 hours',
      },
      {
        says: 'More than 24 and less than 48 hours of infusion are one per diem; hours are counted, not calendar days.',
        source: 'bcbsnc-guide',
        where: 'definitions, per diem',
        rules: ['day-supported'],
        how: 'Policy bcbsnc-2011 (elapsed-24h). Exactly 24 and 48 hours are not stated: taken as one and two.',
        worked: '36 hours',
      },
      {
        says: 'A day is 24 hours, and is billed when the patient receives an infusion on it.',
        source: 'bcbsnd-policy',
        where: 'policy and billing guidelines',
        rules: ['day-supported'],
        how: 'Policy bcbsnd-2026 (infusion-days): how a remainder is rounded is not stated, so a date with infusion counts.',
      },
    ],
  },
];
