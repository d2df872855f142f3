/** What neither validator finds in a resource, whatever its type (reference/fhir.md 7). */

/** Empty or null members, several choices of one [x], periods that end before they start, currencies that are none. */
export function jsonProblems(value: unknown, path = '$'): string[] {
  if (value === null) return [`null at ${path}`];
  if (value === '') return [`empty string at ${path}`];
  if (typeof value === 'string' && value.trim() === '') return [`blank string at ${path}`];
  if (typeof value !== 'object') return value === undefined ? [`undefined at ${path}`] : [];
  const members = Object.entries(value);
  if (members.length === 0) return [`empty ${Array.isArray(value) ? 'array' : 'object'} at ${path}`];
  const inside = members.flatMap(([key, member]) => jsonProblems(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`));
  return Array.isArray(value) ? inside : [...inside, ...objectProblems(new Map(members), path)];
}

function objectProblems(members: ReadonlyMap<string, unknown>, path: string): string[] {
  return [...choiceProblems([...members.keys()], path), ...periodProblems(members, path), ...currencyProblems(members, path)];
}

const TYPES =
  'Age|Annotation|Attachment|Base64Binary|Boolean|Canonical|Code|CodeableConcept|Coding|Count|Date|DateTime|Decimal|Dosage|Duration|Id|Identifier|Instant|Integer|Markdown|Money|Oid|Period|PositiveInt|Quantity|Range|Ratio|Reference|SampledData|String|Time|Timing|UnsignedInt|Uri|Url|Uuid';
const CHOICE = new RegExp(`^([a-z][A-Za-z0-9]*?)(${TYPES})$`);

/** Elements of their own that only look like a choice: reasonCode and reasonReference, paymentDate and paymentIdentifier. */
const NO_CHOICES: ReadonlySet<string> = new Set(['reason', 'payment']);

function choiceProblems(keys: readonly string[], path: string): string[] {
  const stems = keys.flatMap((key) => CHOICE.exec(key)?.[1] ?? []).filter((stem) => !NO_CHOICES.has(stem));
  return stems.filter((stem, index) => stems.indexOf(stem) !== index).map((stem) => `several ${stem}[x] at ${path}`);
}

/** `per-1`, for full dates and instants of one precision; what is less is not compared. */
function periodProblems(members: ReadonlyMap<string, unknown>, path: string): string[] {
  const [start, end] = [Date.parse(String(members.get('start'))), Date.parse(String(members.get('end')))];
  return start > end ? [`Period ends before it starts at ${path}`] : [];
}

const CURRENCIES: ReadonlySet<unknown> = new Set(Intl.supportedValuesOf('currency'));

function currencyProblems(members: ReadonlyMap<string, unknown>, path: string): string[] {
  const currency = members.get('currency');
  return currency === undefined || CURRENCIES.has(currency) ? [] : [`currency ${String(currency)} at ${path}`];
}
