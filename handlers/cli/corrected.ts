/** `--corrected FILE`: corrected claims into the file, one a line, and what was changed on standard error. */
import type { Correction } from '../../src/correct/correct-claim.ts';
import type { Judgement } from '../../src/index.ts';
import { counted } from '../../src/present/date-words.ts';
import { printable } from '../../src/present/text-width.ts';
import type { Output } from './output.ts';
import { type Place, problemText } from './problem.ts';

export interface Corrected {
  /** Undefined: there is nothing to correct. */
  add(judgement: Judgement, correction: Correction | undefined, place: Place): Promise<void>;
  close(): Promise<void>;
}

export function correctedTo(output: Output, file: string, say: (line: string) => void): Corrected {
  let written = 0;
  return {
    async add({ assessment }, correction, place) {
      const told = (text: string) => say(problemText({ ...place, text: `${assessment.claim}: ${text}` }));
      if (!correction) return told('nothing to correct');
      told(correction.claim ? `corrected, ${counted(correction.changes.length, 'change')}` : 'no corrected claim can be written');
      for (const { line, rule, text } of correction.changes) {
        say(printable(`  ${line === undefined ? '' : `line ${line}, `}${rule}: ${text}`));
      }
      for (const text of correction.notCorrected) say(printable(`  left to you: ${text}`));
      if (!correction.claim) return;
      written += 1;
      await output.write(`${JSON.stringify(correction.claim)}\n`);
    },
    async close() {
      await output.close();
      const claims = written > 0 ? counted(written, 'corrected claim') : 'no corrected claim';
      say(printable(`${claims} written to ${file}${written > 0 ? ': proposals, to be looked at before they are sent' : ''}`));
    },
  };
}
