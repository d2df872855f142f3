/** What a caller prefers (RFC 7240; FHIR R4 http.html, "return" and "handling"). A preference that we do not know is silently left alone. */
export interface Preferences {
  /** Of the answer to what was judged; absent: representation. */
  readonly return?: 'minimal' | 'representation' | 'OperationOutcome';
  readonly handling?: 'strict' | 'lenient';
}

const RETURN: ReadonlyMap<string, NonNullable<Preferences['return']>> = new Map([
  ['minimal', 'minimal'],
  ['representation', 'representation'],
  ['operationoutcome', 'OperationOutcome'],
]);

const HANDLING: ReadonlyMap<string, NonNullable<Preferences['handling']>> = new Map([
  ['strict', 'strict'],
  ['lenient', 'lenient'],
]);

/** The first of each name counts (RFC 7240 section 2). */
export function readPrefer(header: string | undefined): Preferences {
  const stated = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const [name = '', value = ''] = (part.split(';')[0] ?? '').split('=').map((text) => text.trim().toLowerCase());
    if (!stated.has(name)) stated.set(name, value.replace(/^"(.*)"$/, '$1'));
  }
  const [returned, handling] = [RETURN.get(stated.get('return') ?? ''), HANDLING.get(stated.get('handling') ?? '')];
  return { ...(returned === undefined ? {} : { return: returned }), ...(handling === undefined ? {} : { handling }) };
}

/** For Preference-Applied; undefined where nothing was asked. */
export function writePreferenceApplied(preferences: Preferences): string | undefined {
  const applied = Object.entries(preferences).map(([name, value]) => `${name}=${value}`);
  return applied.length > 0 ? applied.join(', ') : undefined;
}
