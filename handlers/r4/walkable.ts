/** What `validateResource` would take minutes over, or all memory: a few bytes of each are enough, so none of it gets there. */
type Json = Readonly<Record<string, unknown>>;

/** R4's longest name has less than half of it. Medplum takes a name apart at its capitals, in the square of their number. */
const LONGEST_NAME = 64;

/** False for a name that is too long, and for a companion (`_given`) that is no list beside a list, or one beside none: Medplum counts up to its `length`. */
export function isWalkable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isWalkable);
  return Object.entries(value).every(
    ([name, member]) => name.length <= LONGEST_NAME && hasFit(value as Json, name, member) && isWalkable(member),
  );
}

function hasFit(holder: Json, name: string, member: unknown): boolean {
  if (!name.startsWith('_')) return true;
  const stem = name.slice(1);
  if (Object.hasOwn(holder, stem)) return Array.isArray(holder[stem]) === Array.isArray(member);
  return Array.isArray(member) || !Object.hasOwn(Object(member), 'length');
}
