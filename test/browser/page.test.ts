/** The page in a real browser: what a person on a phone, in the dark, at a keyboard, with a screen reader or with a printer meets. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsPage } from '../../src/present/page.ts';
import { LOOKS, launch, open } from './browser.ts';
import { pageCases } from './cases.ts';

const cases = pageCases().map(({ name, judgements }) => ({ name, html: claimsPage(judgements) }));
const started = await launch();
if ('missing' in started) console.warn(started.missing);

beforeAll(() => {
  // On the machine of CI there is no excuse: a suite that skips is not a suite that passed.
  if (process.env.CI && 'missing' in started) throw new Error(started.missing);
});

if ('missing' in started) test.skip(`the page in a browser (${started.missing})`, () => {});
else inBrowser(started.browser);

/** Scripts are run in the page, as text: they are no part of this program, and have its types not at hand. */
const WIDTH = 'document.documentElement.scrollWidth';
const UNFOLD = "document.querySelectorAll('details').forEach((details) => { details.open = true; })";
const AXE = "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))";
const IN_ORDER =
  "[...document.querySelectorAll('a[href], summary')].filter((each) => each.checkVisibility()).map((each) => each.textContent)";
const FOCUSED = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return { text: document.activeElement.textContent, outline: outlineStyle + ' ' + outlineWidth };
})()`;
const PRINTED = `(() => {
  const { backgroundColor, color } = getComputedStyle(document.body);
  const folded = [...document.querySelectorAll('details > :not(summary)')].filter((each) => each.offsetHeight === 0);
  return { backgroundColor, color, folded: folded.map((each) => each.outerHTML) };
})()`;

function inBrowser(browser: Browser): void {
  afterAll(() => browser.close());
  const pageOf = (name: string): string => {
    const found = cases.find((one) => one.name === name);
    if (!found) throw new Error(`no case ${name}`);
    return found.html;
  };

  describe.each(cases)('the page of $name', ({ html }) => {
    test.each(LOOKS)('at $width px, $scheme: axe finds nothing, nothing is wider than the screen, no request', async (look) => {
      const { page, context, asked } = await open(browser, html, look);
      // What is folded is looked at too.
      await page.evaluate(UNFOLD);
      expect(await page.evaluate(WIDTH)).toBeLessThanOrEqual(look.width);
      await page.evaluate(axe.source);
      expect(await page.evaluate(AXE)).toEqual([]);
      expect(asked).toEqual([]);
      await context.close();
    });
  });

  test.each(['one-week', '31-lines'])('the keyboard reaches every link and fold of %s in order, and where one is is seen', async (name) => {
    const { page, context } = await open(browser, pageOf(name), { width: 1440, scheme: 'light' });
    const wanted = await page.evaluate<string[]>(IN_ORDER);
    const reached: string[] = [];
    for (const _ of wanted) {
      await page.keyboard.press('Tab');
      const { text, outline } = await page.evaluate<{ text: string; outline: string }>(FOCUSED);
      reached.push(text);
      expect(outline).toBe('solid 3px');
    }
    expect(wanted.length).toBeGreaterThan(10);
    expect(reached).toEqual(wanted);
    await context.close();
  });

  test('a fold opens by Enter, and a link leads to its finding', async () => {
    const { page, context } = await open(browser, pageOf('one-week'), { width: 360, scheme: 'light' });
    const fold = page.locator('details', { hasText: 'Infusions as they ran' });
    expect(await fold.getByRole('table').isVisible()).toBe(false);
    await fold.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await fold.getByRole('table').isVisible()).toBe(true);
    await page.locator('tr.denied a').first().focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#deny-day-supported');
    const box = await page.locator('#deny-day-supported').boundingBox();
    expect(box?.y).toBeLessThan(780);
    await context.close();
  });

  test.each(LOOKS.filter(({ scheme }) => scheme === 'light'))('to a screen reader the days are a table, at $width px', async (look) => {
    const { page, context } = await open(browser, pageOf('spring-forward-chicago'), look);
    const table = page.getByRole('table', { name: 'Each day in America/Chicago' });
    const heads = await table.getByRole('columnheader').allTextContents();
    expect(heads.map((head) => head.replace('0006121824', ''))).toEqual([
      'Day',
      'Infusions',
      'Infused h:mm',
      'Record says',
      'Unit of S9326',
    ]);
    const sunday = table.getByRole('row', { name: '2025-03-09' });
    expect(await sunday.getByRole('rowheader').innerText()).toContain('23-hour day');
    const [infusions, ...said] = await sunday.getByRole('cell').locator('visible=true').allInnerTexts();
    expect(infusions).toContain('Infused 00:00 to 01:30 at 0.5 mg/h, 01:30 to 24:00 at 0.75 mg/h. Clocks go from 02:00 to 03:00.');
    expect(said.map((text) => text.trim())).toEqual(['23:00', 'supported', 'allowed']);
    await context.close();
  });

  test.each(['fall-back-st-johns', 'real-two-drugs'])('on paper %s is light, unfolded, and fits', async (name) => {
    // As wide as a sheet of A4 between its margins.
    const { page, context } = await open(browser, pageOf(name), { width: 680, scheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(PRINTED)).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(23, 33, 43)', folded: [] });
    expect(await page.evaluate(WIDTH)).toBeLessThanOrEqual(680);
    const pdf = await page.pdf({ format: 'Letter' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await context.close();
  });
}
