/** What a row of docs/traceability.md says. Statements are in our own words: sources are cited, never copied. */
import type { SourceId } from '../../src/policy/sources.ts';
import type { RuleId } from '../../src/rules/ids.ts';
import type { ReadSourceId } from './sources-read.ts';

/** Sources of the shipped policies, by their key there; that each exists is tested. */
export type PolicySourceId =
  | 'bcbsnc-guide'
  | 'bcbsnd-policy'
  | 'bcbsne-guidelines'
  | 'bcbstx-schedule'
  | 'oregon-410-148-0100'
  | 'oregon-410-148-0300';

interface Said {
  readonly says: string;
  readonly source: SourceId | PolicySourceId | ReadSourceId;
  /** Where in the source. */
  readonly where: string;
}

export interface CheckedStatement extends Said {
  readonly rules: readonly RuleId[];
  /** How it is read, where the source leaves something open, or the parameter that says it. */
  readonly how?: string;
  /** A case of test/examples/worked/days.csv. */
  readonly worked?: string;
}

/** Done, but not by a rule. */
export interface AppliedStatement extends Said {
  readonly applied: string;
  readonly file: string;
  readonly test: string;
}

export interface UncheckedStatement extends Said {
  readonly notChecked: string;
}

export type Statement = CheckedStatement | AppliedStatement | UncheckedStatement;

export interface Topic {
  readonly title: string;
  readonly statements: readonly Statement[];
}
