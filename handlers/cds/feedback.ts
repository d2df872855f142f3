/** What became of cards (CDS Hooks 2.0, feedback): read, and kept as outcomes and ids. What a person wrote is never kept. */
import type { Issue } from '../../src/issue.ts';
import { OVERRIDE_REASONS } from '../../src/policy/override-reasons.ts';
import type { ToldCard } from './feedback-store.ts';
import { Members } from './members.ts';

export interface Feedback {
  readonly outcomes: Readonly<Record<'accepted' | 'overridden', number>>;
  /** How many were overridden for which of our reasons. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Of cards that can be ours by their ids. */
  readonly told: readonly ToldCard[];
}

export type ReadFeedback = { readonly ok: true; readonly feedback: Feedback } | { readonly ok: false; readonly issues: readonly Issue[] };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const OUTCOME = /^(?:accepted|overridden)$/;
/** Of a line of the log. Each call gets a few cards, so that this is far more than one can be told of. */
const MOST_CARDS = 50;

export function readFeedback(json: unknown): ReadFeedback {
  const issues: Issue[] = [];
  const list = new Members(json, '', issues).objects('feedback');
  const read = list.map(readOne);
  if (issues.length > 0) return { ok: false, issues };
  const count = (outcome: string): number => read.filter((each) => each.outcome === outcome).length;
  return {
    ok: true,
    feedback: {
      outcomes: { accepted: count('accepted'), overridden: count('overridden') },
      reasons: tally(read.flatMap(({ reason }) => reason ?? [])),
      told: read.flatMap(asTold).slice(0, MOST_CARDS),
    },
  };
}

function readOne(each: Members) {
  const card = each.text('card', /\S/, 'must be the uuid of a card');
  const outcome = each.text('outcome', OUTCOME, 'must be accepted or overridden');
  const at = each.text('outcomeTimestamp', isInstant, 'must be a time such as 2026-01-02T03:04:05Z');
  const accepted = each.has('acceptedSuggestions') ? each.objects('acceptedSuggestions') : [];
  // The standard wants at least one of a card that was accepted by a suggestion; one that was accepted as it stands has none to name.
  for (const suggestion of accepted) suggestion.text('id', /\S/, 'must be the uuid of a suggestion');
  const reason = each.optionalObject('overrideReason')?.optionalObject('reason');
  const code = reason?.text('code', /\S/, 'must be the code of a reason');
  return { card, outcome, at, ...(code !== undefined && Object.hasOwn(OVERRIDE_REASONS, code) ? { reason: code } : {}) };
}

function asTold({ card = '', outcome, at = '', reason }: ReturnType<typeof readOne>): readonly ToldCard[] {
  if (!UUID.test(card) || (outcome !== 'accepted' && outcome !== 'overridden')) return [];
  return [{ card: card.toLowerCase(), outcome, at, ...(reason === undefined ? {} : { reason }) }];
}

const isInstant = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}
