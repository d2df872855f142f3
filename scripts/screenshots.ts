/**
 * Pictures of the page: `node scripts/screenshots.ts` writes the one that the README shows, docs/images/page.png;
 * `node scripts/screenshots.ts FOLDER [NAME…]` writes every case, or those named, at two widths, light and dark.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimsPage } from '../src/present/page.ts';
import { LOOKS, type Look, launch, open } from '../test/browser/browser.ts';
import { pageCases } from '../test/browser/cases.ts';

const README_PICTURE = join(dirname(fileURLToPath(import.meta.url)), '../docs/images/page.png');
const README_CASE = 'one-week';

const [folder, ...names] = process.argv.slice(2);
const launched = await launch();
if ('missing' in launched) throw new Error(launched.missing);
const { browser } = launched;
const cases = pageCases();

if (folder === undefined) {
  await picture(README_CASE, { width: 1440, scheme: 'light' }, README_PICTURE, true);
} else {
  for (const { name } of cases.filter((one) => names.length === 0 || names.includes(one.name)))
    for (const look of LOOKS) await picture(name, look, join(folder, `${name}-${look.width}-${look.scheme}.png`), false);
}
await browser.close();

/** `isCropped`: down to the end of the timeline, which is what a first look wants. */
async function picture(name: string, look: Look, file: string, isCropped: boolean): Promise<void> {
  const judgements = cases.find((one) => one.name === name)?.judgements ?? [];
  const { page, context } = await open(browser, claimsPage(judgements), look);
  mkdirSync(dirname(file), { recursive: true });
  const end = await page
    .locator('section')
    .nth(1)
    .evaluate((section) => section.getBoundingClientRect().bottom)
    .catch(() => 0);
  const clip = { x: 0, y: 0, width: look.width, height: Math.ceil(end) + 24 };
  await withRetries(() => page.screenshot({ path: file, fullPage: true, timeout: 10_000, ...(isCropped && { clip }) }));
  await context.close();
  console.log(`${file} ${Math.round(statSync(file).size / 1024)} KB`);
}

/** Without a graphics card one capture in some fifty fails. */
async function withRetries(capture: () => Promise<unknown>, left = 3): Promise<void> {
  await capture().catch((error) => (left > 0 ? withRetries(capture, left - 1) : Promise.reject(error)));
}
