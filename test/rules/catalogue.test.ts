/** What each rule is: whom it is asked of, what follows, its codes and its sources. `said/catalogue.md` is to be read when it changes (`-u` writes it anew). */
import { expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.ts';

test('the catalogue says of each rule what it always was', async () => {
  // What decides is no text.
  const lines = RULES.map((rule) => `- ${JSON.stringify(rule)}\n`);
  await expect(`# The catalogue\n\n${lines.join('')}`).toMatchFileSnapshot('said/catalogue.md');
});
