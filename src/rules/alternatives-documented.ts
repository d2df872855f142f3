import type { Case } from './case.ts';
import { MET, notMet, type Rule, reason, undetermined } from './rule.ts';

const NOT_SHOWN = reason('CO', '50', 'N661');

/** 2-rules.md 37. Payers ask why pain could not be controlled without a pump; documents that cannot be read here may say it. */
export const alternativesDocumented: Rule = {
  id: 'alternatives-documented',
  title: 'It is on record that other pain control failed or does not suit',
  scope: 'claim',
  effect: 'advise',
  codes: [NOT_SHOWN],
  sources: ['iframe-s9326', 'qualchoice-bi319', 'x12-rarc'],
  claim(claim) {
    if (earlierAnalgesics(claim).length > 0 || claim.documentation.alternatives.length > 0) return MET;
    return claim.documentation.unreadDocuments.length > 0 ? undetermined(NOT_SHOWN) : notMet(NOT_SHOWN);
  },
  explain: ({ answer }, { documentation }) =>
    answer.verdict === 'undetermined'
      ? {
          message: 'Documents are on record that cannot be read here: whether other pain control failed may be in them.',
          fix: 'Check that one of them says so, or state it in Claim.supportingInfo (alternatives-tried).',
          evidence: documentation.unreadDocuments.toSorted(),
        }
      : {
          message: 'Nothing on record says that other pain control failed or does not suit.',
          fix: 'Send the orders of the analgesics tried before, with the reason why they were stopped, or a letter of medical necessity.',
        },
};

/** By mouth or skin, ordered before the first billed date, and stopped or with a reason. */
function earlierAnalgesics({ documentation, billedDates, today }: Case) {
  const first = billedDates[0] ?? today;
  return documentation.orders.filter((order) => order.isOtherAnalgesic && order.isStoppedOrReasoned && (order.written ?? first) <= first);
}
