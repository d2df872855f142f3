/**
 * `node scripts/docs.ts` writes what of docs/ and schema/ is generated; with `--check` it writes nothing, names every file that is
 * not as it would be written, and then ends with 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { documents } from './docs/documents.ts';
import { ROOT } from './docs/root.ts';

const isCheck = process.argv.includes('--check');
let drifted = 0;

for (const { path, text } of documents()) {
  const file = new URL(path, ROOT);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  drifted += 1;
  if (!isCheck) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(isCheck ? `${path} is not as generated: run node scripts/docs.ts` : `${path} written`);
}

process.exitCode = isCheck && drifted > 0 ? 1 : 0;
