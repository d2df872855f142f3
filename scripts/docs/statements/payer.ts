/** Payer, coverage, authorization, place. */
import type { Topic } from '../statement.ts';

export const PAYER: readonly Topic[] = [
  {
    title: 'Not Medicare, and other payers',
    statements: [
      {
        says: 'Medicare pays for no S code.',
        source: 'hcpcs-2026',
        where: 'coverage I, processing note 0088',
        rules: ['payer-accepts-s-codes'],
        how: 'Original Medicare is denied; a Medicare Advantage plan is advised, as its contract may differ (medicareAdvantage).',
      },
      {
        says: 'TRICARE pays home infusion by its parts.',
        source: 'tricare-c3s6',
        where: 'payment',
        rules: ['payer-accepts-s-codes'],
        how: 'payersNotAccepting; other payers are added by policy.',
      },
      {
        says: 'The payer that comes first answers first.',
        source: 'fhir-coverage',
        where: 'order',
        rules: ['primary-payer-first'],
      },
      {
        says: 'The claim names the insurance that is to pay, whose coverage is the patient’s and in force.',
        source: 'fhir-coverage',
        where: 'beneficiary, period, status',
        rules: ['coverage-present', 'coverage-beneficiary-matches', 'coverage-in-force'],
      },
      {
        says: 'Services before or after coverage, after death, billed before they were given, or filed too late are adjusted.',
        source: 'x12-carc',
        where: '13, 26, 27, 29, 110',
        rules: ['coverage-in-force', 'patient-alive', 'not-future-dated', 'timely-filing'],
        how: 'Time limits differ by payer (timelyFilingDays).',
      },
      {
        says: 'What a decision lacks is asked for by a remark.',
        source: 'x12-rarc',
        where: 'N382, N706',
        rules: ['coverage-present', 'evidence-present', 'care-zone-known'],
        how: 'Pended, not denied.',
      },
    ],
  },
  {
    title: 'Authorization and benefit',
    statements: [
      {
        says: 'The therapy has to be authorized beforehand.',
        source: 'bcbstx-2015',
        where: 'authorization',
        rules: ['authorization-present'],
        how: 'Policy bcbstx-2015 (authorizationRequired).',
      },
      {
        says: 'Pain management needs no authorization; the documents have to be on file.',
        source: 'hmsa',
        where: 'administrative information',
        rules: ['authorization-present', 'order-on-file'],
        how: 'The default asks for none.',
      },
      {
        says: 'An authorization has a period and a number of units.',
        source: 'davinci-pas',
        where: 'ClaimResponse: preAuthPeriod, item period, authorized detail',
        rules: ['authorization-covers-date', 'authorization-units-left'],
        how: 'Only one that is sent along can be looked at.',
      },
      {
        says: 'A benefit may be limited to a number of units.',
        source: 'fhir-eligibility',
        where: 'insurance.item.benefit: allowed, used',
        rules: ['benefit-units-left'],
      },
      {
        says: 'An authorization may be asked for within five working days after the start.',
        source: 'oregon-060',
        where: 'authorization',
        notChecked: 'The record does not say when an authorization was asked for, only what it covers; its period is checked.',
      },
    ],
  },
  {
    title: 'Home',
    statements: [
      {
        says: 'Home is where the patient lives for good or for a time; not a hospital, nursing facility, clinic, suite or office.',
        source: 'bcbsmt-hit',
        where: 'definition of home',
        rules: ['place-of-service-home'],
        how: 'By default places 04, 12, 13, 14, 16 and 33 (placesOfService).',
      },
      {
        says: 'Each place of service has a code.',
        source: 'cms-pos',
        where: 'code set',
        rules: ['place-of-service-home'],
      },
      {
        says: 'A private residence or an adult care home.',
        source: 'nc-medicaid',
        where: 'where the service is given',
        rules: ['place-of-service-home'],
        how: 'Places 12, 13, 14 and 33; no policy is shipped for NC Medicaid.',
      },
      {
        says: 'Home, office and infusion suite are paid, as places 12, 11 and 49.',
        source: 'bcbsnd',
        where: 'billing guidelines',
        rules: ['place-of-service-home', 'modifiers-consistent'],
        how: 'Policy bcbsnd-2026.',
      },
      {
        says: 'A hospital or a skilled nursing facility is nobody’s home.',
        source: 'x12-rarc',
        where: 'M18',
        rules: ['place-of-service-home'],
      },
      {
        says: 'In nursing facilities a patient-controlled pain pump is paid, though visits and supplies are not.',
        source: 'oregon-120',
        where: 'nursing facilities',
        notChecked:
          'Nothing on a claim says whether a pump is patient-controlled; a policy may add places 31 and 32, else they are refused.',
      },
      {
        says: 'The patient is not treated in hospital at the time, as an inpatient or an outpatient.',
        source: 'montana-1506',
        where: 'definition of home infusion therapy',
        rules: ['not-inpatient', 'place-of-service-home'],
        how: 'Inpatient days by encounters; outpatient care only by the place of service, since a visit does not stop a pump at home.',
      },
      {
        says: 'The therapy of a hospice’s patient is the hospice’s to bill.',
        source: 'bcbsnc-2011',
        where: 'hospice',
        rules: ['not-under-hospice'],
        how: 'Pended: the payer settles who bills.',
      },
    ],
  },
];
