/** The page in a real browser, launched from an EHR and by itself, against an authorization server that keeps to the standard. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { serve } from '../../handlers/http/serve.ts';
import { LOOKS, launch } from '../browser/browser.ts';
import { otherClaim, placelessClaim, resourcesOf, WEEK_CLAIM, WEEK_RECORD } from '../webhook/support/week.ts';
import { CLIENT_ID, type Ehr, type EhrOptions, startEhr } from './ehr.ts';

const started = await launch();
if ('missing' in started) console.warn(started.missing);

beforeAll(() => {
  if (process.env.CI && 'missing' in started) throw new Error(started.missing);
});

if ('missing' in started) test.skip(`the page in a browser (${started.missing})`, () => {});
else inBrowser(started.browser);

const AXE = "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))";
const KEPT = 'JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])';

/** Its claims: the week of the README, one without a place, and one of another service. */
const RESOURCES = [
  ...resourcesOf(WEEK_RECORD),
  WEEK_CLAIM,
  { ...placelessClaim(), id: 'placeless', item: (placelessClaim().item ?? []).slice(0, 1) },
  { ...otherClaim(), id: 'other' },
  { resourceType: 'Patient' as const, id: 'p2' },
];

interface Opened {
  readonly page: Page;
  readonly url: string;
  readonly ehr: Ehr;
  /** What the browser complained of. */
  readonly complaints: string[];
}

/** The service and an EHR, which know each other, and an empty tab. */
async function open(browser: Browser, options: Partial<EhrOptions> = {}, settings: object = {}): Promise<Opened> {
  // The EHR wants to know the page's address, and the service the EHR's: a first start finds a free port.
  const found = await serve({ port: 0, env: {}, write: () => undefined });
  await found.close();
  const redirectUri = `${found.url}/smart/index.html`;
  const ehr = await startEhr({ resources: RESOURCES, redirectUri, launches: { 'chart-of-p1': 'p1', 'chart-of-p2': 'p2' }, ...options });
  const servers = JSON.stringify([{ iss: ehr.iss, clientId: CLIENT_ID, name: 'Mercy Hospital', timeZone: 'America/Chicago', ...settings }]);
  const { url, close } = await serve({
    port: Number(new URL(found.url).port),
    env: { S9326_SMART_SERVERS: servers },
    write: () => undefined,
  });
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await close();
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, url, ehr, complaints };
}

const fromChart = ({ url, ehr }: Opened, launched = 'chart-of-p1'): string =>
  `${url}/smart/launch.html?iss=${encodeURIComponent(ehr.iss)}&launch=${launched}`;
const rowsOf = (page: Page): Promise<string[][]> =>
  page.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))");
const done = (page: Page): Promise<unknown> => page.getByText(/claims? for S9326\./).waitFor();
const alertOf = (page: Page): Promise<string | null> => page.getByRole('alert').textContent();

function inBrowser(browser: Browser): void {
  afterAll(() => browser.close());

  test('from the chart: the patient’s claims, judged, the most urgent first, and no trace of the sign-in', async () => {
    const opened = await open(browser);
    const { page, ehr, url, complaints } = opened;
    await page.goto(fromChart(opened));
    await done(page);
    expect(await page.getByRole('status').textContent()).toBe('2 claims for S9326. 1 claim of other services is not judged here.');
    expect((await rowsOf(page)).map((cells) => cells.slice(0, 3))).toEqual([
      ['c1', '2025-03-03', 'Reduced: 6 of 9 units of S9326 allowed, 3 denied'],
      ['placeless', '2025-03-03', 'Pended: 0 of 9 units of S9326 allowed, 3 denied, 6 pended'],
    ]);
    expect(page.url()).toBe(`${url}/smart/index.html`);
    const kept = await page.evaluate<string>(KEPT);
    expect(kept).toBe(JSON.stringify([{}, {}, '']));
    expect(ehr.tokensGiven()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('asks with PKCE by S256, for this server, this launch, and reading alone', async () => {
    const opened = await open(browser);
    await opened.page.goto(fromChart(opened));
    await done(opened.page);
    const [asked] = opened.ehr.authorizations;
    const { scope = '', state = '', code_challenge = '', ...rest } = Object.fromEntries(asked ?? []);
    expect(rest).toEqual({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: `${opened.url}/smart/index.html`,
      aud: opened.ehr.iss,
      code_challenge_method: 'S256',
      launch: 'chart-of-p1',
    });
    expect([state.length, code_challenge.length]).toEqual([43, 43]);
    expect(scope.split(' ').filter((each) => !/^patient\/[A-Za-z]+\.rs$/.test(each))).toEqual(['launch']);
    expect(scope).toContain('patient/MedicationAdministration.rs');
  });

  test('one claim opens its page, and the browser’s own way back leads to the list', async () => {
    const opened = await open(browser);
    const { page, complaints } = opened;
    await page.goto(fromChart(opened));
    await done(page);
    await page.getByRole('link', { name: 'c1' }).click();
    await page.getByRole('heading', { name: 'Day by day' }).waitFor();
    expect(await page.locator('h1').textContent()).toContain('6 of 9 units');
    expect(await page.title()).toContain('c1');
    await page.goBack();
    await done(page);
    await page.getByRole('link', { name: 'c1' }).click();
    await page.getByRole('link', { name: 'All claims of this patient' }).click();
    await done(page);
    expect(complaints).toEqual([]);
  });

  test('by itself: a person chooses the server, then the patient there', async () => {
    const { page, url, ehr } = await open(browser);
    await page.goto(`${url}/smart/index.html`);
    await page.getByRole('link', { name: 'Mercy Hospital' }).click();
    await page.getByRole('link', { name: 'p1' }).click();
    await done(page);
    expect(await rowsOf(page)).toHaveLength(2);
    const [asked] = ehr.authorizations;
    expect([asked?.get('launch'), asked?.get('scope')?.split(' ')[0]]).toEqual([null, 'launch/patient']);
  });

  test('a patient without a claim for S9326 is told as such', async () => {
    const opened = await open(browser);
    await opened.page.goto(fromChart(opened, 'chart-of-p2'));
    await done(opened.page);
    expect(await opened.page.locator('main').textContent()).toContain('This patient has no open claim for S9326 on this server.');
  });

  test('scopes that were not granted are told beside what was found', async () => {
    const opened = await open(browser, { grants: (scope) => !scope.includes('Encounter') });
    await opened.page.goto(fromChart(opened));
    await done(opened.page);
    expect(await opened.page.locator('.notes').textContent()).toBe('Not granted at sign-in, so perhaps not seen: patient/Encounter.rs.');
  });

  test('a server that is not configured is asked nothing', async () => {
    const { page, url, ehr } = await open(browser);
    const stranger = await startEhr({ resources: [], redirectUri: `${url}/smart/index.html` });
    await page.goto(`${url}/smart/launch.html?iss=${encodeURIComponent(stranger.iss)}&launch=x`);
    expect(await alertOf(page)).toBe('This page is not configured for the server that opened it.');
    expect([stranger.asked, stranger.authorizations, ehr.authorizations]).toEqual([[], [], []]);
  });

  test('a code that came without a sign-in of this tab is not used', async () => {
    const { page, url, ehr } = await open(browser);
    await page.goto(`${url}/smart/index.html?code=stolen&state=guessed`);
    expect(await alertOf(page)).toBe('This sign-in did not begin in this tab, or was used already. Open the page again.');
    expect(ehr.tokensGiven()).toBe(0);
    expect(page.url()).toBe(`${url}/smart/index.html`);
  });

  test('a state that is not the one of this tab is not answered, and what was begun is over', async () => {
    const { page, url, ehr } = await open(browser);
    await page.goto(`${url}/smart/index.html`);
    await page.getByRole('link', { name: 'Mercy Hospital' }).click();
    await page.getByRole('link', { name: 'p1' }).waitFor();
    await page.goto(`${url}/smart/index.html?code=stolen&state=guessed`);
    expect(await alertOf(page)).toMatch(/^The sign-in failed/);
    expect(await page.evaluate<string>(KEPT)).toBe(JSON.stringify([{}, {}, '']));
    expect(ehr.tokensGiven()).toBe(0);
  });

  test('a person who refuses is told so', async () => {
    const { page, url } = await open(browser);
    await page.goto(`${url}/smart/index.html`);
    await page.getByRole('link', { name: 'Mercy Hospital' }).click();
    await page.getByRole('link', { name: 'refuse' }).click();
    expect(await alertOf(page)).toBe('The sign-in was refused, or ended by you.');
  });

  test('a sign-in without a patient shows nobody’s claims', async () => {
    const { page, url, ehr } = await open(browser);
    await page.goto(`${url}/smart/index.html`);
    await page.getByRole('link', { name: 'Mercy Hospital' }).click();
    await page.getByRole('link', { name: 'nobody' }).click();
    expect(await alertOf(page)).toBe('The server did not say which patient was chosen. Open the page from a patient’s chart.');
    expect(ehr.asked).toEqual([]);
  });

  test('a token that is refused ends in words, not in a wrong list', async () => {
    const opened = await open(browser);
    opened.ehr.expireTokens();
    await opened.page.goto(fromChart(opened));
    expect(await alertOf(opened.page)).toBe('The sign-in has ended. Open the page again.');
  });

  test.each([
    [
      { code_challenge_methods_supported: ['plain'] },
      'The server does not support PKCE with S256, without which no page is safe to launch.',
    ],
    [{ authorization_endpoint: 'http://ehr.example/auth' }, 'The server names no safe authorization endpoint (https).'],
    [
      { token_endpoint: 'https://login.example/token' },
      'Tokens of this server come from https://login.example, which is not among the origins in its configuration here.',
    ],
  ])('a discovery of %j is not followed', async (stated, text) => {
    const opened = await open(browser, { stated });
    await opened.page.goto(fromChart(opened));
    expect(await alertOf(opened.page)).toBe(text);
    expect(opened.ehr.authorizations).toEqual([]);
  });

  test.each(LOOKS)(
    'at $width px, $scheme: axe finds nothing in the list and in a claim, and nothing is wider than the screen',
    async (look) => {
      const opened = await open(browser);
      const { page } = opened;
      await page.setViewportSize({ width: look.width, height: 800 });
      await page.emulateMedia({ colorScheme: look.scheme });
      await page.goto(fromChart(opened));
      await done(page);
      for (const view of ['list', 'claim']) {
        if (view === 'claim') await page.getByRole('link', { name: 'c1' }).click();
        if (process.env.S9326_PICTURES)
          await page.screenshot({ path: `${process.env.S9326_PICTURES}/smart-${view}-${look.width}-${look.scheme}.png` });
        await page.evaluate(axe.source);
        expect(await page.evaluate(AXE)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
      }
    },
  );
}
