import type { Claim, Coverage, Reference } from '@medplum/fhirtypes';
import type { Assessment } from './assessment.ts';
import type { PayerKind } from './policy/payer-kind.ts';
import type { Timeline } from './timeline.ts';

/** A Claim with its answer: what a writer of FHIR needs beside the assessment. */
export interface Judgement {
  readonly assessment: Assessment;
  /** The Claim as sent. */
  readonly claim: Claim;
  /** For `ClaimResponse.request`. */
  readonly claimReference: Reference;
  /** The focal Coverage, when at hand. */
  readonly coverage?: Coverage | undefined;
  /** What kind of payer the focal Coverage names; undefined when nothing of it is known. */
  readonly payerKind?: PayerKind | undefined;
  /** As the focal Coverage, or the Organization that it names, has it. */
  readonly payerName?: string | undefined;
  /** Percents paid for the first, second (SH) and third (SJ) concurrent therapy; the last is repeated (2-rules.md). */
  readonly concurrentPercent: readonly number[];
  /** Worked out when it is asked: only a drawing needs it. */
  readonly timeline: () => Timeline;
}
