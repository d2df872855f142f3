/** Every source that a rule of the catalogue cites, once. Read as of the dates given; addresses are the publishers'. */
import type { Source } from './policy.ts';

export const SOURCES = {
  'hcpcs-2026': {
    title: 'CMS, HCPCS Level II file of January 2026: record of S9326, coverage I, processing note 0088',
    url: 'https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system',
    published: '2026-01-12',
  },
  'nhia-per-diem': {
    title: 'NHIA, Commercial coverage for home infusion: definition of the per diem',
    url: 'https://nhia.org/billing-reimbursement/commercial-coverage-for-home-infusion/',
  },
  'oregon-100': {
    title: 'Oregon Administrative Rules 410-148-0100: per diem, access to a prescribed therapy, up to every 72 hours',
    url: 'https://www.law.cornell.edu/regulations/oregon/OAR-410-148-0100',
  },
  'oregon-300': {
    title: 'Oregon Administrative Rules 410-148-0300: catheter care within a per diem, one unit a day',
    url: 'https://www.law.cornell.edu/regulations/oregon/OAR-410-148-0300',
  },
  'arkansas-802': {
    title: 'Arkansas Code 20-77-802: what a home infusion per diem includes',
    url: 'http://laws9.com/statutes/arkansas/title-20/subtitle-5/chapter-77/subchapter-8/20-77-802',
  },
  'montana-1506': { title: 'Montana Administrative Rules 37.86.1501 and 1506: not for a hospital patient', url: 'https://rules.mt.gov' },
  bcbsnd: {
    title: 'BCBSND, Reimbursement policy, home infusion therapy services',
    url: 'https://www.bcbsnd.com/providers/policies-precertification/reimbursement-policy/home-infusion-therapy-services',
  },
  'bcbsmt-hit': {
    title: 'BCBSMT, Infusion therapy in the home (2013): what home is not',
    url: 'https://www.bcbsmt.com/MedReview/Policies/InfusionAndInjectableTherapy/v101.aspx',
  },
  'tricare-c3s6': {
    title: 'TRICARE Reimbursement Manual, chapter 3 section 6: home infusion paid by its parts, no S93xx per diem',
    url: 'https://manuals.health.mil/pages/DisplayManualHtmlFile/2024-10-11/AsOf/TRT5/C3S6.html',
  },
  'x12-carc': { title: 'X12, Claim adjustment reason codes', url: 'https://x12.org/codes/claim-adjustment-reason-codes' },
  'x12-rarc': { title: 'X12, Remittance advice remark codes', url: 'https://x12.org/codes/remittance-advice-remark-codes' },
  'fhir-claim': { title: 'HL7, FHIR R4: Claim', url: 'http://hl7.org/fhir/R4/claim.html' },
  'fhir-coverage': { title: 'HL7, FHIR R4: Coverage', url: 'http://hl7.org/fhir/R4/coverage.html' },
  'fhir-medication-administration': {
    title: 'HL7, FHIR R4: MedicationAdministration',
    url: 'http://hl7.org/fhir/R4/medicationadministration.html',
  },
  'bcbsnc-2011': {
    title: 'BCBSNC, Home infusion therapy quick reference (21 April 2011): hours, hospice, only what was given',
    url: 'http://www.bcbsnc.com/content/providers/news-and-information/news/apr21-2011.htm',
    published: '2011-04-21',
  },
  'bcbstx-2015': {
    title: 'BCBSTX, Home infusion schedules of 1 November 2015: infusion days, 100/50/0 percent, authorization',
    url: 'https://www.bcbstx.com/provider/standards/standards-requirements/gri/home-infusion/hit-drug_schedules-110115/hit-bc-2015',
    published: '2015-11-01',
  },
  hmsa: {
    title: 'HMSA, Home infusion pain management therapy: unlisted drugs with their NDC, 99601 and 99602',
    url: 'https://prc.hmsa.com/articles/Knowledge/Home-Infusion-Pain-Management-Therapy-Administrative-Information',
  },
  'qualchoice-bi319': {
    title: 'QualChoice, BI319: external pump for severe chronic cancer pain resistant to conventional therapy',
    url: 'https://documents.qualchoice.com/area/shared/PrintPolicy.aspx?sop=BI319%3A00',
  },
  'iframe-s9326': {
    title:
      'iframe.ai, S9326: what documentation a claim wants (orders, daily record, supplies, adjustments, alternatives); a secondary source',
    url: 'https://iframe.ai/medical-coding/reference/S9326',
  },
  'davinci-pas': { title: 'HL7, Da Vinci Prior Authorization Support 2.2.1', url: 'http://hl7.org/fhir/us/davinci-pas/' },
  'fhir-eligibility': {
    title: 'HL7, FHIR R4: CoverageEligibilityResponse',
    url: 'http://hl7.org/fhir/R4/coverageeligibilityresponse.html',
  },
  'icd-10-cm': { title: 'CMS and NCHS, ICD-10-CM', url: 'https://www.cms.gov/medicare/coding-billing/icd-10-codes' },
  'cms-pos': {
    title: 'CMS, Place of service code set',
    url: 'https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets',
  },
} as const satisfies Record<string, Source>;

export type SourceId = keyof typeof SOURCES;
