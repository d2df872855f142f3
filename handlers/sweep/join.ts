/**
 * NDJSON by resource type → the work of each patient who has a claim for S9326. DuckDB groups the lines and spills to disk what does not
 * fit into memory, so that the files may be of any size.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { PER_DIEM_CODE } from '../../src/fhir/read-claim.ts';
import type { Work } from './judge-work.ts';

export interface Join {
  /** Patients with a claim for S9326. */
  readonly patients: number;
  /** Lines that are no JSON, or no resource. */
  readonly unreadable: number;
  /** Always in the same order, whatever the number of threads. With `keys` only theirs. */
  work(keys?: readonly string[]): AsyncGenerator<Work>;
  close(): void;
}

export interface JoinOptions {
  /** `.ndjson` or `.ndjson.gz`. */
  readonly files: readonly string[];
  /** Directory for the database and what it spills. */
  readonly directory: string;
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** A line is one resource; this is more than any server writes. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Of nobody, but named by records. */
const SHARED = ['Organization', 'Location', 'Medication', 'Substance', 'Device'];
/** All at once, so that a line is parsed once. */
const PARTS = `json_extract_string(line, ['$.resourceType', '$.id', '$.subject.reference', '$.patient.reference', '$.beneficiary.reference'])`;
const PATIENT = `coalesce(regexp_extract(coalesce(
  CASE part[1] WHEN 'Patient' THEN 'Patient/' || part[2] END, part[3], part[4], part[5]), 'Patient/[A-Za-z0-9.-]{1,64}'), '')`;

/** Rejects for a file that is not there or not UTF-8. */
export async function openJoin({ files, directory, memoryLimit = '2GB', threads = 2 }: JoinOptions): Promise<Join> {
  const instance = await DuckDBInstance.create(`${directory}/join.duckdb`, {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: `${directory}/spill`,
  });
  const connection = await instance.connect();
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
  const lines = `read_csv([${list}], delim='\\x1f', quote='', escape='', header=false, columns={'line': 'VARCHAR'},
    max_line_size=${LONGEST_LINE}, buffer_size=${2 * LONGEST_LINE}, strict_mode=false, auto_detect=false)`;
  await connection.run(`CREATE OR REPLACE TABLE resource AS
    SELECT part[1] AS type, part[2] AS id, ${PATIENT} AS patient, line FROM
      (SELECT line, CASE WHEN json_valid(line) THEN ${PARTS} END AS part FROM ${lines} WHERE trim(line) <> '')`);
  const unreadable = await count(`SELECT count(*) FROM resource WHERE type IS NULL`);
  await connection.run(`CREATE OR REPLACE TABLE claimant AS SELECT DISTINCT patient FROM resource
    WHERE type = 'Claim' AND patient <> '' AND contains(line, '${PER_DIEM_CODE}')`);
  await connection.run(`CREATE OR REPLACE TABLE work AS SELECT resource.* FROM resource SEMI JOIN claimant USING (patient)
    ORDER BY patient, type, id, line`);
  await connection.run(`CREATE OR REPLACE TABLE shared AS SELECT DISTINCT ON (type, id) type || '/' || id AS key, line FROM resource
    WHERE patient = '' AND type IN (${SHARED.map((type) => `'${type}'`).join(', ')}) ORDER BY type, id, line`);
  await connection.run('DROP TABLE resource');
  const patients = await count('SELECT count(*) FROM claimant');

  async function count(sql: string): Promise<number> {
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    return Number(row?.[0] ?? 0);
  }

  async function choose(keys: readonly string[]): Promise<void> {
    await connection.run('CREATE OR REPLACE TABLE wanted (patient VARCHAR)');
    for (let from = 0; from < keys.length; from += 1000) {
      const some = keys.slice(from, from + 1000).map((key) => `('${key.replaceAll("'", "''")}')`);
      await connection.run(`INSERT INTO wanted VALUES ${some.join(', ')}`);
    }
  }

  /** By name; null for what is nowhere. Most patients name the same few. */
  const shared = new Map<string, string | null>();

  async function remember(names: readonly string[]): Promise<void> {
    if (shared.size > MOST_REMEMBERED) shared.clear();
    if (names.length === 0) return;
    for (const name of names) shared.set(name, null);
    const list = names.map((name) => `'${name}'`).join(', ');
    const rows = await connection.runAndReadAll(`SELECT key, line FROM shared WHERE key IN (${list})`);
    for (const [name, line] of rows.getRows()) shared.set(String(name), String(line));
  }

  /** What the record names of those that are nobody's, and what these name. */
  async function withShared(key: string, own: readonly string[]): Promise<Work> {
    const texts = [...own];
    const known = new Set<string>();
    for (let from = 0; from < texts.length; ) {
      const named = new Set(texts.slice(from).flatMap((text) => [...text.matchAll(NAMED)].map(([, name = '']) => name)));
      from = texts.length;
      const wanted = [...named].filter((name) => !known.has(name)).sort();
      if (wanted.length === 0) break;
      for (const name of wanted) known.add(name);
      await remember(wanted.filter((name) => !shared.has(name)));
      texts.push(...wanted.flatMap((name) => shared.get(name) ?? []));
    }
    return { key, texts };
  }

  return {
    patients,
    unreadable,
    async *work(keys) {
      if (keys) await choose(keys);
      const all = keys ? 'work SEMI JOIN wanted USING (patient) ORDER BY patient, type, id, line' : 'work';
      const reader = await (await instance.connect()).stream(`SELECT patient, line FROM ${all}`);
      let key = '';
      let texts: string[] = [];
      for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk())
        for (const [patient, line] of chunk.getRows()) {
          if (patient !== key && texts.length > 0) {
            yield await withShared(key, texts);
            texts = [];
          }
          key = String(patient);
          texts.push(String(line));
        }
      if (texts.length > 0) yield withShared(key, texts);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const MOST_REMEMBERED = 10_000;

const NAMED = new RegExp(`"reference"\\s*:\\s*"(?:[^"]*/)?((?:${SHARED.join('|')})/[A-Za-z0-9.-]{1,64})(?:/_history/[^"]*)?"`, 'g');
