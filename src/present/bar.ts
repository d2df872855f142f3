/** A day's infused time as a bar: how much of the civil day the pump ran, not at which hours. */
import type { Glyphs } from './style.ts';

/** `cells` characters. Only a whole day is full and only an idle one empty, so that a gap of minutes still shows. */
export function bar(
  minutes: number,
  dayMinutes: number,
  cells: number,
  glyphs: Glyphs,
): { readonly filled: string; readonly rest: string } {
  const steps = glyphs.partial.length + 1;
  const all = cells * steps;
  const exact = Math.floor((Math.max(0, minutes) / dayMinutes) * all);
  const lit = minutes >= dayMinutes ? all : minutes > 0 ? Math.min(all - 1, Math.max(1, exact)) : 0;
  const part = lit % steps;
  const filled = glyphs.full.repeat(Math.floor(lit / steps)) + (part > 0 ? (glyphs.partial[part - 1] ?? '') : '');
  return { filled, rest: glyphs.empty.repeat(cells - filled.length) };
}
