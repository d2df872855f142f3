/** The judgement as an OperationOutcome, for a caller that prefers one (`Prefer: return=OperationOutcome`): what was decided, and every finding. */
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Effect, Finding } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { CANONICAL_BASE, rulesCodeSystem } from './canonical.ts';
import type { PatientRecord } from './record.ts';
import { stated } from './stated.ts';
import { type WriteOptions, writeDisposition } from './write-claim-response.ts';

/**
 * An issue for each claim, with its decision, followed by one for each finding under its rule's id. None is an error: the request was
 * answered, whatever the answer. `expression` leads to the claim or its line in what was sent.
 */
export function writeJudgementOutcome(
  record: PatientRecord,
  judgements: readonly Judgement[],
  { canonicalBase = CANONICAL_BASE }: WriteOptions = {},
): OperationOutcome {
  const issue = judgements.flatMap(({ assessment, claim }): OperationOutcomeIssue[] => {
    const path = record.entries.find(({ resource }) => resource === claim)?.path ?? 'Claim';
    const lineAt = (sequence: number | undefined): string => {
      const at = sequence === undefined ? -1 : (claim.item ?? []).findIndex((item) => item.sequence === sequence);
      return at === -1 ? path : `${path}.item[${at}]`;
    };
    const decided = { severity: 'information' as const, code: 'informational' as const };
    return [
      { ...decided, details: { text: writeDisposition(assessment) }, expression: [path] },
      ...assessment.findings.map((finding) => issueOf(finding, lineAt(finding.line), canonicalBase)),
    ];
  });
  return { resourceType: 'OperationOutcome', issue };
}

function issueOf({ rule, effect, message, fix }: Finding, expression: string, base: string): OperationOutcomeIssue {
  const { severity, code } = KINDS[effect];
  const details = { coding: [{ system: rulesCodeSystem(base), code: rule }], text: message };
  return stated({ severity, code, details, diagnostics: fix === '' ? undefined : fix, expression: [expression] });
}

const KINDS: Readonly<Record<Effect, Pick<OperationOutcomeIssue, 'severity' | 'code'>>> = {
  deny: { severity: 'warning', code: 'business-rule' },
  pend: { severity: 'warning', code: 'business-rule' },
  advise: { severity: 'information', code: 'informational' },
};
