/** A real browser for the tests and for pictures: the Chromium that npm ci brings on Linux, else the Chrome that is installed. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import bundled from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser, or why there is none. */
export async function launch(): Promise<{ readonly browser: Browser } | { readonly missing: string }> {
  try {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      return { browser: await chromium.launch({ channel: 'chrome', args: FLAGS }) };
    const executablePath = await bundled.executablePath();
    // The fonts that come with it, so that a page looks the same on every machine.
    const env = { HOME: homedir(), ...process.env, FONTCONFIG_PATH: join(dirname(executablePath), 'fonts') } as Record<string, string>;
    return { browser: await chromium.launch({ executablePath, args: FLAGS, env }) };
  } catch (error) {
    return { missing: `no browser: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` };
  }
}

export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

export const LOOKS: readonly Look[] = [360, 1440].flatMap((width) => [
  { width, scheme: 'light' as const },
  { width, scheme: 'dark' as const },
]);

/** The page as a browser shows it, and every address that it asked for or tried to. */
export async function open(browser: Browser, content: string, { width, scheme }: Look): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 780 : 900 }, colorScheme: scheme, bypassCSP: false });
  const asked: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === ADDRESS) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: content });
    if (!url.startsWith('data:')) asked.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => asked.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => asked.push(`error: ${error.message}`));
  await page.goto(ADDRESS);
  return { page, context, asked };
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly asked: readonly string[];
}

const ADDRESS = 'http://page.test/claim';
