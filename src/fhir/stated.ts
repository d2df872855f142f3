type Optional<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** An object type in which what may be undefined may be absent instead. */
export type Stated<T> = Omit<T, Optional<T>> & { [K in Optional<T>]?: Exclude<T[K], undefined> };

/** The object without the members that say nothing: undefined, null, blank strings, empty arrays and objects, none of which FHIR JSON allows. */
export function stated<T extends object>(value: T): Stated<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => saysSomething(member))) as Stated<T>;
}

/** False for what FHIR JSON does not allow as a value: undefined, null, a blank string, an empty array or object. */
export function saysSomething(member: unknown): boolean {
  if (member === undefined || member === null) return false;
  if (typeof member === 'string') return /\S/.test(member);
  return typeof member !== 'object' || Object.keys(member).length > 0;
}
