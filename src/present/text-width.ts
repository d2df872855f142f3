/** What a text is in a terminal: what of it can be shown, and how wide it stands. */

// East Asian wide forms and emoji stand two columns wide; marks and format characters none.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{M}\p{Cf}]/u;
// Control characters would move the cursor or change its colour, and bidirectional ones would reorder what is read.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** The text with each blank as a space and whatever cannot be shown as `?`. */
export const printable = (text: string): string => text.replace(/[\t\n\r\u2028\u2029]/g, ' ').replace(UNPRINTABLE, '?');

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += columnsOf(char);
  return width;
}

export function columnsOf(char: string): number {
  if (char < '\u0300') return 1;
  return NO_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
}

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
