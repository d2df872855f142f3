/** Whole words in texts: bounded by anything but a letter, in any case (1-days.md 1). */
export type WordTest = (text: string) => boolean;

/** A test whether one of the words stands in a text; it remembers the texts of one record. */
export function wordTest(words: readonly string[]): WordTest {
  const pattern = patternOf(words);
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = pattern.test(text);
    answers.set(text, answer);
    return answer;
  };
}

const patterns = new WeakMap<readonly string[], RegExp>();

function patternOf(words: readonly string[]): RegExp {
  const known = patterns.get(words);
  if (known) return known;
  const alternatives = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'iu');
  patterns.set(words, pattern);
  return pattern;
}
