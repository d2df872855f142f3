/** A time as a sheet has it → a FHIR dateTime: with an offset as it stands, else by the clock of a zone. */
import { DAY_MS } from '../time/civil-date.ts';
import { parseInstant } from '../time/fhir-time.ts';

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/;

export type LocalTime = { readonly ok: true; readonly dateTime: string } | { readonly ok: false; readonly problem: string };

const formats = new Map<string, Intl.DateTimeFormat>();

/** `zone` is a known IANA name. A time that the clocks left out, or that came twice, is a problem: it needs its offset. */
export function readLocalTime(text: string, zone: string | undefined): LocalTime {
  const [, year, month, day, hour, minute, second = '00', offset] = WRITTEN.exec(text) ?? [];
  const civil = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const asUtc = year === undefined ? undefined : parseInstant(`${civil}Z`);
  if (asUtc === undefined) return { ok: false, problem: FORM };
  if (offset !== undefined) return { ok: true, dateTime: `${civil}${offset}` };
  if (zone === undefined) return { ok: false, problem: 'has no offset, and no time_zone says whose clock it is' };
  const offsets = new Set([asUtc - DAY_MS, asUtc + DAY_MS].map((instant) => offsetAt(zone, instant)));
  const fitting = [...offsets].filter((each) => offsetAt(zone, asUtc - each) === each);
  const [only, another] = fitting;
  if (only === undefined) return { ok: false, problem: 'is a time that the clocks of the zone left out' };
  if (another !== undefined)
    return { ok: false, problem: 'is a time that came twice when the clocks were set back: write its offset, such as -05:00' };
  return { ok: true, dateTime: `${civil}${written(only)}` };
}

const FORM = 'must be a time such as 2025-03-02 20:00, or with its offset 2025-03-02T20:00-06:00';

/** Milliseconds that the zone's clock is ahead of UTC; zones of times that are billed have whole minutes. */
function offsetAt(zone: string, instant: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function written(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
