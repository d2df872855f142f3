/** What a run has met so far, and what it is told by at the end. */
import type { Decision, Judgement } from '../../src/index.ts';
import { counted } from '../../src/present/date-words.ts';
import { DECISION_WORDS } from '../../src/present/words.ts';

const ORDER: readonly Decision[] = ['approved', 'reduced', 'denied', 'pended', 'not-applicable'];
const REFUSED: readonly Decision[] = ['reduced', 'denied', 'pended'];

export interface Tally {
  readonly claims: number;
  /** 2 when something could not be read, else 1 when a claim is reduced, denied or pended, else 0. */
  readonly exitCode: number;
  claim(judgement: Judgement): void;
  input(isReadable: boolean): void;
  /** `3 claims: 2 approved, 1 pended`. */
  claimsInWords(): string;
  /** Undefined where it would only repeat the one problem told. */
  badInWords(): string | undefined;
}

export function newTally(): Tally {
  const decisions = new Map<Decision, number>();
  let [claims, inputs, bad] = [0, 0, 0];
  return {
    get claims() {
      return claims;
    },
    get exitCode() {
      return bad > 0 ? 2 : REFUSED.some((decision) => decisions.has(decision)) ? 1 : 0;
    },
    claim({ assessment: { decision } }) {
      claims += 1;
      decisions.set(decision, (decisions.get(decision) ?? 0) + 1);
    },
    input(isReadable) {
      inputs += 1;
      bad += isReadable ? 0 : 1;
    },
    claimsInWords() {
      const parts = ORDER.filter((decision) => decisions.has(decision)).map(
        (decision) => `${decisions.get(decision)} ${DECISION_WORDS[decision].toLowerCase()}`,
      );
      return `${counted(claims, 'claim')}: ${parts.join(', ')}`;
    },
    badInWords: () => (inputs > 1 && bad > 0 ? `${bad} of ${inputs} inputs could not be judged` : undefined),
  };
}
