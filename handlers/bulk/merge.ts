/** What an export brought → the kept copy of the record: the newest version of each resource, without what was deleted. By DuckDB, of any size. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Exported } from './export.ts';

/** One file, sorted by type and id, so that the same data give the same bytes. */
export const KEPT_FILE = 'record.ndjson';

export async function mergeExport(directory: string, { files, deleted }: Pick<Exported, 'files' | 'deleted'>): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const kept = join(directory, KEPT_FILE);
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: join(directory, 'spill') });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE gone AS SELECT '' AS name WHERE false`);
    if (deleted.length > 0)
      await connection.run(`INSERT INTO gone SELECT unnest(json_extract_string(line, '$.entry[*].request.url')) FROM ${linesOf(deleted)}`);
    const old = existsSync(kept) ? `SELECT 0 AS age, line FROM ${linesOf([kept])}` : `SELECT 0 AS age, '' AS line WHERE false`;
    // A deletion is as new as the export: what the same export brought again was made again.
    const fresh = files.length > 0 ? `UNION ALL SELECT 1 AS age, line FROM ${linesOf(files)}` : '';
    await connection.run(`CREATE TABLE version AS SELECT age, part[1] AS type, part[2] AS id, part[3] AS updated, line FROM
      (SELECT age, line, json_extract_string(line, ['$.resourceType', '$.id', '$.meta.lastUpdated']) AS part FROM (${old} ${fresh})
        WHERE trim(line) <> '' AND json_valid(line))`);
    await connection.run(`COPY (SELECT line FROM version
        WHERE age = 1 OR NOT EXISTS (SELECT 1 FROM gone WHERE ends_with('/' || gone.name, '/' || version.type || '/' || version.id))
        QUALIFY row_number() OVER (PARTITION BY type, id ORDER BY age DESC, TRY_CAST(updated AS TIMESTAMPTZ) DESC NULLS LAST, line DESC) = 1
        ORDER BY type, id) TO '${quoted(`${kept}.unfinished`)}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\\x1f')`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  renameSync(`${kept}.unfinished`, kept);
}

const LONGEST_LINE = 64 * 1024 * 1024;

const linesOf = (files: readonly string[]): string => `read_csv([${files.map((file) => `'${quoted(file)}'`).join(', ')}],
  delim='\\x1f', quote='', escape='', header=false, columns={'line': 'VARCHAR'}, max_line_size=${LONGEST_LINE},
  buffer_size=${2 * LONGEST_LINE}, strict_mode=false, auto_detect=false)`;

const quoted = (text: string): string => text.replaceAll("'", "''");
