import { expect, test } from 'vitest';
import { startHooks } from './support/client.ts';

const PATH = '/cds-services/s9326-order-sign/feedback';
const CARD = '4e0a3a1e-3ab9-4d2e-8d5c-1b1d5c1f0a01';
const accepted = { card: CARD, outcome: 'accepted', acceptedSuggestions: [{ id: 's1' }], outcomeTimestamp: '2026-03-02T15:00:00Z' };
const overridden = {
  card: 'Maria Muster',
  outcome: 'overridden',
  overrideReason: { reason: { code: 'will-follow', system: 'x' }, userComment: 'Maria Muster will bring it' },
  outcomeTimestamp: '2026-03-02T15:00:00.123+01:00',
};

test('is answered, and kept as counts, our reasons, and ids of cards', async () => {
  const hooks = await startHooks();
  const other = { ...overridden, overrideReason: { reason: { code: 'Maria Muster' } } };
  const response = await hooks.post(PATH, { feedback: [accepted, overridden, other] });

  expect([response.status, await response.json()]).toEqual([200, {}]);
  const line = hooks.lines.find((each) => each.includes('feedback')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({
    route: 'POST /cds-services/{id}/feedback',
    hook: 's9326-order-sign',
    status: 200,
    outcomes: { accepted: 1, overridden: 2 },
    overrides: { 'will-follow': 1 },
    cardIds: [CARD],
  });
  expect(hooks.lines.join('\n')).not.toContain('Maria');
});

test.each<[string, unknown, readonly string[]]>([
  ['no object', [], ['Resource structure']],
  ['no feedback', {}, ['feedback required']],
  ['no list', { feedback: accepted }, ['feedback structure']],
  ['no item', { feedback: [null] }, ['feedback[0] structure']],
  [
    'an empty item',
    { feedback: [{}] },
    ['feedback[0].card required', 'feedback[0].outcome required', 'feedback[0].outcomeTimestamp required'],
  ],
  ['another outcome', { feedback: [{ ...accepted, outcome: 'ignored' }] }, ['feedback[0].outcome value']],
  ['no time', { feedback: [accepted, { ...accepted, outcomeTimestamp: 'yesterday' }] }, ['feedback[1].outcomeTimestamp value']],
  [
    'a suggestion without id',
    { feedback: [{ ...accepted, acceptedSuggestions: [{}] }] },
    ['feedback[0].acceptedSuggestions[0].id required'],
  ],
  [
    'a reason without code',
    { feedback: [{ ...overridden, overrideReason: { reason: {} } }] },
    ['feedback[0].overrideReason.reason.code required'],
  ],
])('%s is refused, with every place', async (_case, body, places) => {
  const hooks = await startHooks();
  const response = await hooks.post(PATH, body);
  const { issue } = (await response.json()) as { issue: { code: string; expression: string[] }[] };

  expect([response.status, issue.map(({ code, expression }) => `${expression} ${code}`)]).toEqual([400, places]);
});
