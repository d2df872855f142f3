/**
 * NDJSON by resource type → the work of each patient who has a claim for S9326. DuckDB reads and checks every line and tells whose claims there are;
 * the lines of those patients are then laid on disk in buckets, each read by itself: so that the files may be of any size.
 */
import { readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { PER_DIEM_CODE } from '../../src/fhir/read-claim.ts';
import type { Work } from './judge-work.ts';
import { bucketOf, Claimants } from './patient-of.ts';
import { type Bucket, type Lookup, readBucket, SHARED, SharedResources } from './read-bucket.ts';
import { split } from './split.ts';

export interface Join {
  /** Patients with a claim for S9326. */
  readonly patients: number;
  /** Lines that are no JSON, or no resource. */
  readonly unreadable: number;
  /** The same ones with the same patients, whatever the number of threads. */
  readonly buckets: readonly Bucket[];
  readonly shared: Lookup;
  /** Of one bucket after the other. */
  work(): AsyncGenerator<Work>;
  close(): void;
}

export interface JoinOptions {
  /** `.ndjson` or `.ndjson.gz`. */
  readonly files: readonly string[];
  /** Directory for the database, what it spills, and the buckets. */
  readonly directory: string;
  /** Of DuckDB: for each thread at least twice the longest line. */
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** A line is one resource; this is more than any server writes. */
const LONGEST_LINE = 64 * 1024 * 1024;
const BUCKET_BYTES = 8 * 1024 * 1024;
/** So that also of few bytes a stop loses little. */
const BUCKET_PATIENTS = 256;
const MOST_BUCKETS = 4000;

/** All at once, so that a line is looked through once. */
const PARTS = `json_extract_string(json, ['$.resourceType', '$.id', '$.subject.reference', '$.patient.reference', '$.beneficiary.reference'])`;
/** As patientOf has it. */
const PATIENT = `CASE part[1] WHEN 'Patient' THEN part[2]
  ELSE coalesce(regexp_extract(coalesce(part[3], part[4], part[5]), 'Patient/([A-Za-z0-9.-]{1,64})', 1), '') END`;

/** Rejects for a file that is not there or is no text. */
export async function openJoin({ files, directory, threads = 2, memoryLimit = `${192 + 160 * threads}MB` }: JoinOptions): Promise<Join> {
  const instance = await DuckDBInstance.create(join(directory, 'join.duckdb'), {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: join(directory, 'spill'),
  });
  const connection = await instance.connect();
  const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
  // What is neither a claim nor shared is passed over by its type alone: most lines are.
  const types = ['', 'Claim', ...SHARED].map((type) => `'${type}'`).join(', ');
  await connection.run(`CREATE TABLE kept AS
    SELECT part[1] AS type, part[2] AS id, json AS line, ${PATIENT} AS patient, contains(json, '${PER_DIEM_CODE}') AS isPerDiem
    FROM (SELECT json, ${PARTS} AS part FROM read_ndjson_objects([${list}], maximum_object_size=${LONGEST_LINE}, ignore_errors=true)
      WHERE coalesce(json_extract_string(json, '$.resourceType'), '') IN (${types}))`);
  const unreadable = await count('SELECT count(*) FROM kept WHERE type IS NULL');
  await connection.run(`CREATE TABLE shared AS SELECT DISTINCT ON (type, id) type || '/' || id AS key, line FROM kept
    WHERE type <> 'Claim' AND patient = '' ORDER BY type, id, line::VARCHAR`);
  const claimant = `FROM kept WHERE type = 'Claim' AND isPerDiem AND patient <> ''`;
  const patients = await count(`SELECT count(DISTINCT patient) ${claimant}`);
  const claimants = new Claimants(patients);
  for await (const [id] of rowsOf(`SELECT DISTINCT patient ${claimant}`)) claimants.add(String(id));
  await connection.run('DROP TABLE kept');
  // It is asked for a few rows at a time from here on.
  await connection.run(`SET memory_limit = '64MB'`);

  const bytes = files.reduce((sum, file) => sum + statSync(file).size * (file.endsWith('.gz') ? 10 : 1), 0);
  const wanted = Math.max(Math.ceil(bytes / BUCKET_BYTES), Math.ceil(patients / BUCKET_PATIENTS));
  const of = Math.max(1, Math.min(wanted, patients, MOST_BUCKETS));
  const folder = join(directory, 'buckets');
  await mkdir(folder, { recursive: true });
  if (patients > 0) await split({ files, directory: folder, buckets: of, claimants, threads });
  const pieces = Map.groupBy(readdirSync(folder).sort(), (name) => Number.parseInt(name, 10));
  const buckets = Array.from({ length: of }, (_, number) => ({
    files: (pieces.get(number) ?? []).map((name) => join(folder, name)),
    number,
    of,
  }));

  async function* rowsOf(sql: string): AsyncGenerator<readonly unknown[]> {
    const reader = await connection.stream(sql);
    for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk()) yield* chunk.getRows();
  }

  async function count(sql: string): Promise<number> {
    const [row] = (await connection.runAndReadAll(sql)).getRows();
    return Number(row?.[0] ?? 0);
  }

  const lookup: Lookup = async (names) => {
    // A name has letters, digits, `.`, `-` and `/` only.
    const wanted = names.map((name) => `'${name}'`).join(', ');
    const rows = await connection.runAndReadAll(`SELECT key, line FROM shared WHERE key IN (${wanted})`);
    return new Map(rows.getRows().map(([name, line]) => [String(name), String(line)]));
  };

  return {
    patients,
    unreadable,
    buckets,
    shared: lookup,
    async *work() {
      const resources = new SharedResources(lookup);
      for (const bucket of buckets) yield* await readBucket(bucket, resources);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The buckets that have these patients, each with its own. */
export function bucketsWith(buckets: readonly Bucket[], keys: readonly string[]): ReadonlyMap<Bucket, readonly string[]> {
  const byNumber = Map.groupBy(keys, (key) => bucketOf(key.replace('Patient/', ''), buckets.length));
  return new Map(buckets.flatMap((bucket) => (byNumber.has(bucket.number) ? [[bucket, byNumber.get(bucket.number) ?? []]] : [])));
}
