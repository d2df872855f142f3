/** The smallest request that still fails in the same way, by leaving out what is not needed. */
import { isHolder } from './places.ts';

/** Leaves out elements and members, large parts first, as long as `fails`; stops after so many milliseconds. */
export function shrink(json: unknown, fails: (json: unknown) => boolean, budgetMs: number): unknown {
  const end = performance.now() + budgetMs;
  let best = json;
  for (let isSmaller = true; isSmaller && performance.now() < end; ) {
    isSmaller = false;
    for (const candidate of smaller(best)) {
      if (performance.now() >= end) break;
      if (!fails(candidate)) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

function* smaller(value: unknown): Generator<unknown> {
  if (typeof value === 'string' && value.length > 40) yield value.slice(0, value.length / 2);
  if (!isHolder(value)) return;
  if (Array.isArray(value)) {
    for (let size = Math.ceil(value.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
      for (let at = 0; at < value.length; at += size) yield value.toSpliced(at, size);
    for (const [i, element] of value.entries()) for (const inner of smaller(element)) yield value.with(i, inner);
    return;
  }
  const members = Object.entries(value);
  for (const [name] of members) yield Object.fromEntries(members.filter(([other]) => other !== name));
  for (const [name, member] of members)
    for (const inner of smaller(member)) yield Object.fromEntries(members.map(([other, kept]) => [other, other === name ? inner : kept]));
}
