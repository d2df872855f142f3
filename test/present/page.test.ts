import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/assessment.ts';
import { SOURCES } from '../../src/policy/sources.ts';
import { claimPage, claimsPage } from '../../src/present/page.ts';
import { RULES } from '../../src/rules/index.ts';
import type { Timeline } from '../../src/timeline.ts';
import { assessment, day, march, perDiem, reduced, wholeMonth } from './assessments.ts';

const HOUR = 3_600_000;
/** Midnight in Chicago, where the clocks go forward on 9 March. */
const midnight = (n: number): number => Date.UTC(2025, 2, n, n > 9 ? 5 : 6);

const timelineFor = (days: readonly { readonly date: string }[], more: Partial<Timeline> = {}): Timeline => ({
  zone: 'America/Chicago',
  days: days.map(({ date }) => {
    const n = Number(date.slice(8));
    return { date, start: midnight(n), end: midnight(n + 1) };
  }),
  infusions: [],
  doubtful: [],
  stays: [],
  ...more,
});

const infusion = (start: number, end: number, more: Partial<Timeline['infusions'][number]> = {}): Timeline['infusions'][number] => ({
  reference: 'MedicationAdministration/a1',
  medication: 'Morphine',
  rate: 2,
  rateUnit: 'mg/h',
  start,
  end,
  ...more,
});

const shown = (given = reduced, more: Partial<Timeline> = {}) => ({ assessment: given, timeline: () => timelineFor(given.days, more) });
const pageOf = (given = reduced, more: Partial<Timeline> = {}): string => claimPage(shown(given, more));
const textOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const rowOf = (page: string, date: string): string => page.match(new RegExp(`<tr[^>]*><th[^>]*>\\w{3} ${date}[\\s\\S]*?</tr>`))?.[0] ?? '';

const VOID = new Set(['meta', 'link']);

/** Tags that are not closed in turn, and ids that come twice. */
function faultsOf(page: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, slash, name = '', closed] of page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)\b(?:[^>"]|"[^"]*")*?(\/?)>/g)) {
    if (slash) {
      if (open.pop() !== name) faults.push(`</${name}>`);
    } else if (!closed && !VOID.has(name)) open.push(name);
  }
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  return [...faults, ...open, ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `#${id}`)];
}

/** Links within the page that lead nowhere. */
const deadLinks = (page: string): string[] =>
  [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id ?? '').filter((id) => !page.includes(` id="${id}"`));

const CASES = {
  reduced: pageOf(),
  'a month': pageOf(wholeMonth, { infusions: [infusion(midnight(1), midnight(32))] }),
  'no days': pageOf(
    assessment({ decision: 'denied', lines: [perDiem(1, [{ decision: 'denied', rule: 'service-dates-stated', count: 3 }])] }),
  ),
  'not applicable': pageOf(
    assessment({ decision: 'not-applicable', lines: [{ sequence: 1, code: 'J1171', submitted: 3, decision: 'not-judged' }] }),
  ),
  'several claims': claimsPage([shown(), shown(wholeMonth), shown(reduced)]),
};

describe('the page', () => {
  test.each(Object.entries(CASES))('of %s is well formed, and its links lead somewhere', (_, page) => {
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(faultsOf(page)).toEqual([]);
    expect(deadLinks(page)).toEqual([]);
  });

  test.each(Object.entries(CASES))('of %s can fetch, run and send nothing', (_, page) => {
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:;`);
    expect(page).not.toMatch(/<(script|iframe|object|embed|img|form|input)\b/i);
    expect(page).not.toMatch(/\b(src|srcset|action|style|on[a-z]+)="/i);
    expect(page.match(/<link [^>]*>/g)).toEqual(['<link rel="icon" href="data:,">']);
    expect(page).not.toMatch(/url\((?!#)/);
  });

  test('says the decision in words, in its title too', () => {
    expect(CASES.reduced).toContain('<title>Reduced: 6 of 11 units of S9326 allowed, 5 denied, Claim/c1</title>');
    expect(textOf(CASES.reduced)).toContain('Reduced: 6 of 11 units of S9326 allowed, 5 denied');
    expect(textOf(CASES.reduced)).toContain('2 units denied more units than dates');
    expect(textOf(CASES.reduced)).toContain('1 line denied beside S9326: line 2 (A4222)');
    expect(textOf(CASES['a month'])).toContain('Every unit billed is supported by the record. There is nothing to do.');
    expect(textOf(CASES['not applicable'])).toContain('Not applicable No line of the claim bills S9326.');
    expect(textOf(CASES['no days'])).toContain('There are no days to show');
  });

  test('has every finding with its codes, its fix and a link to its sources', () => {
    const text = textOf(CASES.reduced);
    for (const { rule, message, fix } of reduced.findings) {
      expect(text).toContain(message.replaceAll("'", '&#39;'));
      expect(text).toContain(fix.replaceAll("'", '&#39;'));
      const sources = RULES.find(({ id }) => id === rule)?.sources ?? [];
      for (const id of sources)
        if ('url' in SOURCES[id])
          expect(CASES.reduced).toContain(`href="${SOURCES[id].url.replaceAll('&', '&amp;')}" rel="noopener noreferrer"`);
    }
    expect(text).toContain('CO-112-N237');
    expect(text).toContain('CO-97-M15+N63');
  });

  test('folds what many lines have in common, and leaves none out', () => {
    const findings = Array.from(
      { length: 31 },
      (_, i): Finding => ({
        rule: 'day-supported',
        verdict: 'not-met',
        effect: 'deny',
        line: i + 1,
        message: `Message ${i + 1}.`,
        fix: `Fix ${i + 1}.`,
        evidence: [],
      }),
    );
    const page = pageOf({ ...reduced, findings });
    expect(textOf(page)).toContain('28 more findings like these');
    for (const { message, fix } of findings) expect(page).toContain(`<p>${message}</p>\n<p class="fix"><strong>Do:</strong> ${fix}</p>`);
  });

  test('lays every unit on its day, in words', () => {
    for (const n of [3, 4, 5, 6, 7, 8]) expect(textOf(rowOf(CASES.reduced, march(n)))).toMatch(/ allowed/);
    expect(textOf(rowOf(CASES.reduced, march(9)))).toContain('no infusion denied not shown by the record');
    expect(textOf(rowOf(CASES.reduced, march(11)))).toContain('in hospital denied in hospital');
    expect(textOf(rowOf(CASES.reduced, march(10)))).toContain('in hospital no unit');
    expect(textOf(rowOf(CASES.reduced, march(3)))).toContain('14:00 supported');
    const two = {
      ...reduced,
      adjacentDays: [march(2)],
      lines: [...reduced.lines, perDiem(11, [{ date: march(4), decision: 'pended', rule: 'order-on-file' }])],
    };
    expect(textOf(rowOf(pageOf(two), march(4)))).toContain('allowed line 1 pended line 11 no complete order on file');
    expect(textOf(rowOf(pageOf(two), march(2)))).toContain('supported, not billed');
  });

  test('counts what was billed against what is supported, line by line', () => {
    expect(textOf(CASES.reduced)).toContain('Line 1 11 billed 6 supported 6 allowed 5 denied 0 pended');
    expect(textOf(CASES.reduced)).toContain('Line 2 A4222 quantity 1 denied part of the per diem , 2025-03-04 to 2025-03-05 , 2025-03-07');
    expect(textOf(CASES.reduced)).toContain('Line 3 J1171 quantity 240 separately payable');
  });

  test('tells which administrations are not evidence, and why', () => {
    expect(textOf(CASES.reduced)).toContain('Administrations that are not evidence (3 of 4)');
    expect(textOf(CASES.reduced)).toMatch(
      /2 the rate is 0: the pump stood still MedicationAdministration\/a3 MedicationAdministration\/a4/,
    );
  });
});

describe('the timeline', () => {
  const month = (infusions: Timeline['infusions'], more: Partial<Timeline> = {}) => pageOf(wholeMonth, { infusions, ...more });

  test('tells in words what it draws', () => {
    const page = month(
      [infusion(midnight(3) + 8 * HOUR, midnight(4) + 6 * HOUR), infusion(midnight(4) + 7 * HOUR, midnight(5), { rate: 3 })],
      {
        stays: [{ references: ['Encounter/e1'], start: midnight(4) + 20 * HOUR, end: midnight(6) }],
      },
    );
    expect(textOf(rowOf(page, march(3)))).toContain('Infused 08:00 to 24:00 at 2 mg/h.');
    expect(textOf(rowOf(page, march(4)))).toContain(
      'Infused 00:00 to 06:00 at 2 mg/h, 07:00 to 24:00 at 3 mg/h. In hospital 20:00 to 24:00.',
    );
    expect(textOf(rowOf(page, march(5)))).toContain('Nothing infused. In hospital 00:00 to 24:00.');
  });

  test('draws a day of 23 hours to its own length, with the change in its place', () => {
    const row = rowOf(month([infusion(midnight(9) + HOUR, midnight(9) + 4 * HOUR)]), march(9));
    expect(row).toContain('23-hour day');
    expect(row).toContain('<rect class="flow" x="4.348%"');
    expect(row).toContain('width="13.043%"');
    expect(row).toContain('<line class="clocks" x1="8.696%"');
    expect(row).toContain('>02:00 to 03:00</text>');
    expect(textOf(row)).toContain('Infused 01:00 to 05:00');
  });

  test('marks a change of bag, and leaves a gap empty however short', () => {
    const at = midnight(4) + 12 * HOUR;
    const touching = rowOf(month([infusion(midnight(4), at), infusion(at, midnight(5))]), march(4));
    expect(touching).toContain('<line class="change" x1="50%"');
    expect(touching).not.toContain('class="gap"');
    const apart = rowOf(month([infusion(midnight(4), at), infusion(at + 60_000, midnight(5))]), march(4));
    expect(apart).toContain('<line class="gap" x1="50.035%"');
    expect(apart).not.toContain('class="change"');
  });

  test('writes a rate where it changes only, and its height is a share of the greatest', () => {
    const at = (n: number): number => midnight(4) + n * HOUR;
    const row = rowOf(
      month([infusion(at(0), at(8)), infusion(at(8), at(16), { rate: 2 }), infusion(at(16), at(24), { rate: 4 })]),
      march(4),
    );
    expect([...row.matchAll(/<text class="rate[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual(['2 mg/h', '4 mg/h']);
    expect([...row.matchAll(/<rect class="flow"[^>]* height="(\d+)"/g)].map(([, height]) => height)).toEqual(['10', '10', '20']);
  });

  test('gives drugs that run together a lane each', () => {
    const page = month([infusion(midnight(4), midnight(6)), infusion(midnight(4), midnight(6), { medication: 'Ketamine', rate: 10 })]);
    expect([...rowOf(page, march(4)).matchAll(/<rect class="flow"[^>]* y="(\d+)"/g)].map(([, y]) => y)).toEqual(['54', '16']);
    expect(rowOf(page, march(4))).toContain('>Ketamine, 10 mg/h</text>');
  });

  test('shows what may be infused as doubtful', () => {
    const row = rowOf(
      month([], { doubtful: [{ reference: 'MedicationAdministration/a7', start: midnight(4), end: midnight(4) + HOUR }] }),
      march(4),
    );
    expect(row).toContain('<title>May be an infusion: MedicationAdministration/a7</title>');
    expect(textOf(row)).toContain('May be infused 00:00 to 01:00.');
  });
});

describe('a hostile record', () => {
  const EVIL = `"><script>alert(1)</script><img src=x onerror='x'>&amp;\u202Egnp\u0000`;
  const finding: Finding = {
    rule: EVIL,
    verdict: 'not-met',
    effect: 'deny',
    group: 'CO',
    carc: EVIL,
    rarc: [EVIL],
    message: EVIL,
    fix: EVIL,
    evidence: [EVIL],
    dates: [march(3)],
  };
  const evil = assessment({
    claim: EVIL,
    patient: EVIL,
    decision: 'denied',
    policy: { id: EVIL, dayCounting: 'access-days' },
    lines: [
      { ...perDiem(1, [{ date: march(3), decision: 'denied', rule: EVIL }]), code: EVIL },
      { sequence: 2, code: EVIL, submitted: 1, decision: 'denied', rule: EVIL },
    ],
    days: [day(march(3), 840)],
    administrations: [{ reference: EVIL, evidence: false, reason: 'zero-rate' }],
    runs: [{ start: EVIL, end: EVIL, spanMinutes: 1, infusedMinutes: 1, continuous: true, therapy: 1 }],
    stays: [{ start: EVIL, end: EVIL, references: [EVIL] }],
    findings: [finding],
    notes: [EVIL],
  });
  const timeline: Partial<Timeline> = {
    infusions: [infusion(midnight(3), midnight(4), { reference: EVIL, medication: EVIL, rateUnit: EVIL })],
    doubtful: [{ reference: EVIL, start: midnight(3), end: midnight(4) }],
    stays: [{ references: [EVIL], start: midnight(3), end: midnight(4) }],
  };

  test.each([
    ['one claim', claimPage(shown(evil, timeline))],
    ['several', claimsPage([shown(evil, timeline), shown(evil, timeline)])],
    ['a claim that is not judged', claimPage(shown({ ...evil, decision: 'not-applicable' }))],
  ])('is text and nothing else on the page of %s', (_, page) => {
    expect(page).not.toMatch(/<(script|img)\b/i);
    for (const char of ['\u202E', '\u0000']) expect(page).not.toContain(char);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;amp;?gnp?');
    expect(faultsOf(page)).toEqual([]);
  });
});

test('several claims stand on one page, after a list of them', () => {
  const page = CASES['several claims'];
  expect(textOf(page)).toContain('3 claims judged');
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page).toContain('<a href="#claim-2-decision">Claim/c1</a>');
  expect(page.match(/<article class="claim"/g)).toHaveLength(3);
  expect(claimsPage([shown()])).toBe(CASES.reduced);
});

test('the same claim gives the same page', () => {
  expect(pageOf()).toBe(pageOf());
});
