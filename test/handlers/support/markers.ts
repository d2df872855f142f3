/** A marker stands for what only the caller may see again. */
export const MARKER = 'Zzyzx Roe';
/** In a path or a header, where a blank cannot stand; all markers have it. */
export const MARKER_WORD = 'Zzyzx';

/** The value, with the marker in place of each string, and of the name of each property, in turn. */
export function* planted(value: unknown, path = ''): Generator<{ json: unknown; path: string }> {
  if (typeof value === 'string') yield { json: MARKER, path };
  if (Array.isArray(value)) {
    for (const [i, element] of value.entries())
      for (const { json, path: at } of planted(element, `${path}[${i}]`)) yield { json: value.with(i, json), path: at };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      for (const { json, path: at } of planted(member, `${path}.${name}`)) yield { json: { ...value, [name]: json }, path: at };
      const { [name]: _moved, ...rest } = value as Record<string, unknown>;
      yield { json: { ...rest, [MARKER]: member }, path: `${path}.${name} (name)` };
    }
  }
}
