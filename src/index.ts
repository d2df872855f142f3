/** The core as a library: what handlers, and others who embed it, may use. */

export { type AdjudicateOptions, adjudicate } from './adjudicate.ts';
export * from './assessment.ts';
export { claimRecordOf } from './correct/claim-record.ts';
export { type Correction, correctClaim } from './correct/correct-claim.ts';
export { type ReadRequest, type Request, readRequest } from './fhir/read-request.ts';
export type { PatientRecord } from './fhir/record.ts';
export { writeAnswer, writeAnswers } from './fhir/write-answer.ts';
export { writeClaimResponse } from './fhir/write-claim-response.ts';
export { writeCoverageInformation } from './fhir/write-coverage-information.ts';
export { writeOperationOutcome } from './fhir/write-operation-outcome.ts';
export type { Issue } from './issue.ts';
export type { Judgement } from './judgement.ts';
export type * from './order/advice.ts';
export { type AdviseOptions, advise } from './order/advise.ts';
export type { OrderRequest } from './order/read-orders.ts';
export { BASELINE, type Policy } from './policy/policy.ts';
export { readPolicies } from './policy/read-policies.ts';
export { readPolicy } from './policy/read-policy.ts';
export { SHIPPED } from './policy/shipped.ts';
export { type HookResponse, type HookResponseOptions, writeHookResponse } from './present/cards.ts';
export { RULE_SET, RULES } from './rules/index.ts';
export { parseInstant } from './time/fhir-time.ts';
