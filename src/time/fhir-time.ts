/**
 * FHIR `date` and `dateTime` (R4 datatypes): a year, a month, a day or an instant. A time needs seconds and an offset; a day
 * needs to exist. Anything else is undefined, never completed.
 */
import { type CivilDate, civilDate, DAY_MS, daysInMonth, HOUR_MS, type Instant, MINUTE_MS } from './civil-date.ts';

export type FhirTime =
  | { readonly precision: 'instant'; readonly instant: Instant }
  | { readonly precision: 'day'; readonly date: CivilDate }
  | { readonly precision: 'month' | 'year'; readonly first: CivilDate; readonly last: CivilDate };

/** Reads a FHIR date or dateTime. Fractions of a second beyond milliseconds are dropped; a leap second is the next minute's first. */
export function parseFhirTime(text: string): FhirTime | undefined {
  if (text.length > 10) {
    const instant = parseInstant(text);
    return instant === undefined ? undefined : { precision: 'instant', instant };
  }
  // What is no number is -1, and no date has it.
  const year = digits(text, 0, 4);
  if (text.length === 4) return span('year', civilDate(year, 1, 1), civilDate(year, 12, 31));
  const month = text[4] === '-' ? digits(text, 5, 2) : -1;
  if (text.length === 7) return span('month', civilDate(year, month, 1), civilDate(year, month, daysInMonth(year, month)));
  const date = text[7] === '-' ? civilDate(year, month, digits(text, 8, 2)) : undefined;
  return date === undefined ? undefined : { precision: 'day', date };
}

function span(precision: 'month' | 'year', first: CivilDate | undefined, last: CivilDate | undefined): FhirTime | undefined {
  return first === undefined || last === undefined ? undefined : { precision, first, last };
}

/** The instant of `YYYY-MM-DDThh:mm:ss[.fff](Z|±hh:mm)`; undefined for any other form. Written out by hand: it runs for each bound of each infusion. */
export function parseInstant(text: string): Instant | undefined {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined;
  const date = civilDate(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (date === undefined || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return undefined;
  const fraction = fractionAt(text);
  if (fraction === undefined) return undefined;
  const offset = offsetMinutes(text, fraction.end);
  if (offset === undefined) return undefined;
  return date * DAY_MS + hour * HOUR_MS + (minute - offset) * MINUTE_MS + second * 1000 + fraction.ms;
}

const NO_FRACTION = { ms: 0, end: 19 };

function fractionAt(text: string): { ms: number; end: number } | undefined {
  if (text[19] !== '.') return NO_FRACTION;
  let end = 20;
  let ms = 0;
  for (let digit = digits(text, end, 1); digit >= 0; digit = digits(text, end, 1)) {
    if (end < 23) ms += digit * 10 ** (22 - end);
    end += 1;
  }
  return end === 20 ? undefined : { ms, end };
}

function offsetMinutes(text: string, at: number): number | undefined {
  if (text[at] === 'Z') return text.length === at + 1 ? 0 : undefined;
  if (text.length !== at + 6 || text[at + 3] !== ':') return undefined;
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  const total = hours * 60 + minutes;
  return sign === 0 || hours < 0 || minutes < 0 || minutes > 59 || total > 14 * 60 ? undefined : sign * total;
}

/** The whole number of `count` decimal digits from `at`; -1 when one of them is not a digit. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}
