/** What a correction leaves to a biller, in words. */
import type { Finding } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { parseDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import type { DraftLine } from './draft.ts';

export const inWords = ({ message, fix }: Finding): string => `${message} ${fix}`;

/** Lines of other codes that stay as they were though the payer would refuse them, each as the finding on the claim as sent tells it. */
export function leftBeside(lines: readonly DraftLine[], proposed: Judgement, sent: Judgement): string[] {
  const refused = proposed.assessment.findings.filter(({ effect }) => effect !== 'advise');
  return refused.map((finding) => {
    const from = lines.find(({ item }) => item.sequence === finding.line)?.from;
    return inWords(sent.assessment.findings.find(({ rule, line }) => rule === finding.rule && line === from) ?? finding);
  });
}

/** Days that nobody billed are never put on the claim: only the biller knows whether they were served. */
export function hintsOf({ assessment: { unbilledDays, adjacentDays } }: Judgement): string[] {
  const days = [...unbilledDays, ...adjacentDays].flatMap((date) => parseDate(date) ?? []);
  return days.length === 0 ? [] : [`Supported by the record and not billed: ${datesInWords(days)}. Add them if they were served.`];
}
