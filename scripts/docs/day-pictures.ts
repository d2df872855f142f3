/** The pictures of docs/days.md, drawn from what the code makes of each case, so that none can be wrong. */
import { type Assessment, adjudicate, type DayReason, readPolicy, readRequest } from '../../src/index.ts';
import { parseDate } from '../../src/time/civil-date.ts';
import { caseBundle, type DayCase, ZONE } from './day-cases.ts';
import { fenced } from './markdown.ts';

const WAYS = ['access-days', 'infusion-days', 'elapsed-24h'] as const;

const LETTERS: Readonly<Record<DayReason, string>> = {
  inpatient: 'H',
  unclear: '?',
  'under-24-hours': 'u',
  'not-counted': 'n',
  paused: 'p',
  'no-infusion': '-',
};

const LABEL = 15;
/** A cell is three hours; a day has eight of them. */
const CELLS = 8;
const GAP = '  ';

/** The case in a picture: a row of the pump, one of the hospital where there is a stay, and one for each way of counting. */
export function picture(dayCase: DayCase): string {
  const answers = WAYS.map((way) => judged(dayCase, way));
  const dates = (answers[0]?.days ?? []).map(({ date }) => date);
  const line = (label: string, cells: readonly string[], end = '') => `${label.padEnd(LABEL)}${cells.join(GAP)}${GAP}${end}`.trimEnd();
  const rows = [
    line(
      '',
      dates.map((date) => date.slice(5).padEnd(CELLS)),
    ),
    line(
      'pump',
      dates.map((date) => cellsOf(dayCase.infusions, date)),
      dayCase.hours,
    ),
    ...(dayCase.stays
      ? [
          line(
            'hospital',
            dates.map((date) => cellsOf(dayCase.stays ?? [], date)),
          ),
        ]
      : []),
    ...answers.map(({ days, units }, i) =>
      line(
        WAYS[i] ?? '',
        days.map(({ supported, reason }) => ` ${supported ? '1' : LETTERS[reason ?? 'no-infusion']}`.padEnd(CELLS)),
        unitsText(units.allowed),
      ),
    ),
  ];
  return fenced(rows.join('\n'));
}

const unitsText = (units: number): string => `${units} ${units === 1 ? 'unit' : 'units'}`;

/** Blocks where some of the three hours lies in one of the spans. Clock times: no case crosses a change of the clock. */
function cellsOf(spans: readonly string[], date: string): string {
  const day = parseDate(date) ?? 0;
  const hours = spans.map((span) => span.split(' / ').map((time) => hourOf(time, day)));
  return Array.from({ length: CELLS }, (_, i) => (hours.some(([from = 0, to = 0]) => from < (i + 1) * 3 && to > i * 3) ? '█' : '·')).join(
    '',
  );
}

/** `2025-03-01T08:00`, in hours since the beginning of the day. */
function hourOf(time: string, day: number): number {
  const [date = '', clock = ''] = time.split('T');
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return ((parseDate(date) ?? 0) - day) * 24 + hours + minutes / 60;
}

/** The claim bills every date of the case, so the assessment has a day for each. */
export function judged(dayCase: DayCase, dayCounting: string): Assessment {
  const parameters = { dayCounting, ...dayCase.parameters };
  const reading = readPolicy({ id: 'of-the-picture', title: 'Of the picture', parameters }, []);
  const request = readRequest(caseBundle(dayCase));
  if (!reading.ok || !request.ok) throw new Error(`The picture of ${dayCase.name} cannot be judged`);
  const options = { asOf: Date.UTC(2025, 11, 31), timeZone: ZONE, policies: [reading.policy], policy: reading.policy.id };
  const [judgement] = request.request.records.flatMap((record) => adjudicate(record, options));
  if (!judgement) throw new Error(`The picture of ${dayCase.name} is not judged`);
  return judgement.assessment;
}
