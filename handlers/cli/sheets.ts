/** `s9326 sheets`: writes the two sheets as templates, for people without FHIR. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHEETS, type SheetName, template } from '../../src/sheets/columns.ts';
import { fileErrorText, UsageError } from './problem.ts';

/** Throws a UsageError for a folder in which one of them is already. */
export function writeTemplates(folder: string): number {
  const names = Object.keys(SHEETS) as SheetName[];
  const there = names.filter((name) => existsSync(join(folder, name)));
  if (there.length > 0) throw new UsageError(`${there.join(' and ')} of ${folder} would be written over`);
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of names) writeFileSync(join(folder, name), template(name));
  } catch (error) {
    const text = fileErrorText(error);
    if (text === undefined) throw error;
    throw new UsageError(text);
  }
  process.stdout.write(`${names.join(' and ')} in ${folder}, each with a row of example; docs/sheets.md says what the columns are\n`);
  return 0;
}
