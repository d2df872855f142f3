/** The page of a claim in a real browser: the one that npm ci brings on Linux, else the installed Chrome. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsPage } from '../../src/present/page.ts';
import { LOOKS, launch, open } from './browser.ts';
import { pageCases } from './cases.ts';

/** Run in the page: where the focus is, and whether it is seen. */
const FOCUSED = `(() => {
  const style = getComputedStyle(document.activeElement);
  return {
    top: document.activeElement.getBoundingClientRect().top + scrollY,
    isSeen: style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
  };
})()`;

/** Run in the page: its ground, and how many parts of details have no height. */
const PRINTED = `(() => ({
  ground: getComputedStyle(document.body).backgroundColor,
  hidden: [...document.querySelectorAll('details > :not(summary)')].filter((each) => each.offsetHeight === 0).length,
}))()`;

const cases = pageCases();
const started = await launch();
const browser: Browser | undefined = 'browser' in started ? started.browser : undefined;
if ('missing' in started) console.warn(started.missing);

beforeAll(() => {
  // On the machine of CI there is no excuse: a suite that skips is not a suite that passed.
  if (process.env.CI) expect(browser).toBeDefined();
});
afterAll(() => browser?.close());

const looks = cases.flatMap((one) => LOOKS.map((look) => ({ ...one, look, width: look.width, scheme: look.scheme })));

describe.skipIf(!browser)('in a browser', () => {
  test.each(looks)(
    '$name at $width px, $scheme: no request, nothing wider than the screen, nothing that axe finds',
    async ({ judgements, look }) => {
      if (!browser) return;
      const { page, context, asked } = await open(browser, claimsPage(judgements), look);

      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      await page.evaluate(axe.source);
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
      );
      await context.close();

      expect(asked).toEqual([]);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(found).toEqual([]);
    },
  );

  test('links and details are reached by the keyboard, and the focus is seen', async () => {
    if (!browser) return;
    const first = cases.find(({ name }) => name === 'one-week');
    if (!first) throw new Error('no case');
    const { page, context } = await open(browser, claimsPage(first.judgements), { width: 1440, scheme: 'light' });

    const wanted = await page.evaluate<number>("document.querySelectorAll('a[href], summary').length");
    const reached: number[] = [];
    const outlines: boolean[] = [];
    for (let i = 0; i < wanted; i += 1) {
      await page.keyboard.press('Tab');
      const { top, isSeen } = await page.evaluate<{ top: number; isSeen: boolean }>(FOCUSED);
      reached.push(top);
      outlines.push(isSeen);
    }
    await context.close();

    expect(wanted).toBeGreaterThan(3);
    expect(outlines.every(Boolean)).toBe(true);
    expect(reached.every((top) => top > 0)).toBe(true);
  });

  test('in print the details are open and the ground is white, also where the screen is dark', async () => {
    if (!browser) return;
    const first = cases.find(({ name }) => name === 'one-week');
    if (!first) throw new Error('no case');
    const { page, context } = await open(browser, claimsPage(first.judgements), { width: 1440, scheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });

    const { ground, hidden } = await page.evaluate<{ ground: string; hidden: number }>(PRINTED);
    const pdf = await page.pdf({ format: 'Letter' });
    await context.close();

    expect(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']).toContain(ground);
    expect(hidden).toBe(0);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
