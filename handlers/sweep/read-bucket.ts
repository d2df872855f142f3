/** A bucket of the join → the units of work in it: each patient's resources, with those of nobody that they name. */
import { readFileSync } from 'node:fs';
import { PER_DIEM_CODE } from '../../src/fhir/read-claim.ts';
import type { Work } from './judge-work.ts';
import { bucketOf, mentionsIn, patientOf } from './patient-of.ts';

export interface Bucket {
  readonly files: readonly string[];
  readonly number: number;
  readonly of: number;
}

/** JSON of resources that are nobody's, by `Type/id`; what is nowhere is left out. */
export type Lookup = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Of nobody, but named by records. */
export const SHARED = ['Organization', 'Location', 'Medication', 'Substance', 'Device'];
const NAMED = new RegExp(`"reference"\\s*:\\s*"(?:[^"]*/)?((?:${SHARED.join('|')})/[A-Za-z0-9.-]{1,64})(?:/_history/[^"]*)?"`, 'g');

interface Read {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly resource: unknown;
}

/** By patient, and each patient's by type and id: the same whatever the number of threads that wrote it. With `keys` only theirs. */
export async function readBucket(bucket: Bucket, shared: SharedResources, keys?: ReadonlySet<string>): Promise<Work[]> {
  const byPatient = new Map<string, Read[]>();
  const ids = keys && new Set(Array.from(keys, (key) => key.replace('Patient/', '')));
  for (const text of linesOf(bucket, ids)) {
    const resource = parsed(text);
    const id = patientOf(resource);
    if (id === undefined || bucketOf(id, bucket.of) !== bucket.number) continue;
    const { resourceType: type, id: own } = resource as { resourceType?: unknown; id?: unknown };
    const read: Read = { type: String(type), id: String(own ?? ''), text, resource };
    const reads = byPatient.get(id);
    if (reads) reads.push(read);
    else byPatient.set(id, [read]);
  }
  const claimants = [...byPatient]
    .filter(([id, reads]) =>
      keys ? keys.has(`Patient/${id}`) : reads.some(({ type, text }) => type === 'Claim' && text.includes(PER_DIEM_CODE)),
    )
    .sort(([a], [b]) => order(a, b));
  const works: Work[] = [];
  for (const [id, reads] of claimants) {
    reads.sort((a, b) => order(a.type, b.type) || order(a.id, b.id) || order(a.text, b.text));
    const texts = reads.map(({ text }) => text);
    const named = await shared.namedBy(texts);
    works.push({
      key: `Patient/${id}`,
      texts: [...texts, ...named],
      parsed: [...reads.map(({ resource }) => resource), ...named.map(parsed)],
    });
  }
  return works;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A text may not be longer than some 500 MB. */
const LONGEST_TEXT = 256 * 1024 * 1024;

function* linesOf({ files }: Bucket, ids: ReadonlySet<string> | undefined): Generator<string> {
  for (const file of files) {
    const bytes = readFileSync(file);
    for (let from = 0; from < bytes.length; ) {
      const border = bytes.length - from <= LONGEST_TEXT ? bytes.length : bytes.lastIndexOf('\n', from + LONGEST_TEXT) + 1;
      const to = border > from ? border : bytes.length;
      const text = bytes.toString('utf8', from, to);
      if (ids) yield* linesWith(text, ids);
      else for (const line of text.split('\n')) if (line !== '') yield line;
      from = to;
    }
  }
}

/** Each once, with those of the patients themselves: without parsing the others. */
function* linesWith(text: string, ids: ReadonlySet<string>): Generator<string> {
  let last = -1;
  for (const { start, end, id } of mentionsIn(text)) {
    if (start === last || (id !== undefined && !ids.has(id))) continue;
    last = start;
    yield text.slice(start, text[end - 1] === '\n' ? end - 1 : end);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Counted already, when all lines were checked.
    return undefined;
  }
}

const MOST_REMEMBERED = 10_000;

/** Most patients name the same few, so they are remembered. */
export class SharedResources {
  readonly #lookup: Lookup;
  /** Null for what is nowhere. */
  readonly #known = new Map<string, string | null>();

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  /** What these name, and what that names. */
  async namedBy(texts: readonly string[]): Promise<readonly string[]> {
    if (this.#known.size > MOST_REMEMBERED) this.#known.clear();
    const found: string[] = [];
    const done = new Set<string>();
    for (let some: readonly string[] = texts; some.length > 0; ) {
      const named = new Set(some.flatMap((text) => Array.from(text.matchAll(NAMED), ([, name = '']) => name)));
      const wanted = [...named].filter((name) => !done.has(name)).sort();
      for (const name of wanted) done.add(name);
      await this.#learn(wanted.filter((name) => !this.#known.has(name)));
      some = wanted.flatMap((name) => this.#known.get(name) ?? []);
      found.push(...some);
    }
    return found;
  }

  async #learn(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const found = await this.#lookup(names);
    for (const name of names) this.#known.set(name, found.get(name) ?? null);
  }
}
