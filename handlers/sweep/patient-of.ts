/** Whose a resource is, and which bucket of the join takes that patient. */

/** A patient by a reference, relative or absolute, of any version. */
const REFERENCE = /Patient\/([A-Za-z0-9.-]{1,64})/;
/** The same in JSON, where `/` may be escaped; or the name of the type alone. */
const MENTION = /Patient(?:"|(?:\\?\/|\\u002[fF])([A-Za-z0-9.-]{1,64}))/g;

interface Owned {
  readonly resourceType?: unknown;
  readonly id?: unknown;
  readonly subject?: { readonly reference?: unknown } | null;
  readonly patient?: { readonly reference?: unknown } | null;
  readonly beneficiary?: { readonly reference?: unknown } | null;
}

/** The patient's id; undefined for what is nobody's. */
export function patientOf(resource: unknown): string | undefined {
  const { resourceType, id, subject, patient, beneficiary } = (resource ?? {}) as Owned;
  if (resourceType === 'Patient') return typeof id === 'string' ? id : undefined;
  const reference = subject?.reference ?? patient?.reference ?? beneficiary?.reference;
  return typeof reference === 'string' ? REFERENCE.exec(reference)?.[1] : undefined;
}

export interface Mention {
  /** Of the line, its line feed included. */
  readonly start: number;
  readonly end: number;
  /** Undefined: the line may be of a Patient, who has the id there. */
  readonly id: string | undefined;
}

/** The patients that lines of NDJSON name, without parsing them: more than they are of, never fewer. */
export function* mentionsIn(text: string): Generator<Mention> {
  let [start, end] = [0, 0];
  for (const { index, 1: id } of text.matchAll(MENTION)) {
    if (index >= end) {
      start = text.lastIndexOf('\n', index) + 1;
      end = text.indexOf('\n', index) + 1 || text.length;
    }
    if (id !== undefined || TYPE_BEFORE.test(text.slice(Math.max(start, index - 80), index))) yield { start, end, id };
  }
}

const TYPE_BEFORE = /"resourceType"\s*:\s*"$/;

/** FNV-1a, 32 bits; `seed` gives another hash of the same id. */
function hashOf(id: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  // The last bits of FNV alone are uneven for ids that differ at their end.
  return (hash ^ (hash >>> 15)) >>> 0;
}

export const bucketOf = (id: string, buckets: number): number => hashOf(id, 0) % buckets;

/** Who may have a claim: a set by hashes, 16 bits for each, so that a few more are taken than are in it, and never fewer. */
export class Claimants {
  readonly bits: Uint8Array<SharedArrayBuffer>;

  /** With `bits`, those of another thread. */
  constructor(of: number | Uint8Array<SharedArrayBuffer>) {
    this.bits = typeof of === 'number' ? new Uint8Array(new SharedArrayBuffer(Math.max(2 * of, 64))) : of;
  }

  add(id: string): void {
    const bit = this.#bit(id);
    this.bits[bit >>> 3] = (this.bits[bit >>> 3] ?? 0) | (1 << (bit & 7));
  }

  mayHave(id: string): boolean {
    const bit = this.#bit(id);
    return ((this.bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  }

  #bit(id: string): number {
    return hashOf(id, 0x9e3779b9) % (this.bits.length * 8);
  }
}
