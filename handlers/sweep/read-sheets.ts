/** The two CSV sheets of a folder → the work of each patient. What is wrong with a row sets its patient aside, with every reason; the others go on. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { SHEETS, type SheetName } from '../../src/sheets/columns.ts';
import { at, type Row, sheetRecords } from '../../src/sheets/to-records.ts';
import type { Work } from './judge-work.ts';

/** The head of a sheet is wrong: nothing of it can be read. */
export class SheetError extends Error {
  override readonly name = 'SheetError';
}

export const isSheet = (file: string): boolean => Object.hasOwn(SHEETS, basename(file));

/** `timeZone` is of times without an offset, where the sheet names none. Throws a SheetError with every problem of a head. */
export function sheetWork(files: readonly string[], timeZone: string | undefined): readonly Work[] {
  const names = files.map((file) => basename(file));
  const missing = Object.keys(SHEETS).filter((name) => names.filter((each) => each === name).length !== 1);
  if (missing.length > 0)
    throw new SheetError(`The folder must have one ${missing.join(' and one ')} (s9326 sheets writes both as templates)`);
  const inOrder = (Object.keys(SHEETS) as SheetName[]).flatMap((name) => files.filter((file) => basename(file) === name));
  const rows = inOrder.flatMap((file) => readSheet(file, basename(file) as SheetName));
  return sheetRecords(rows, timeZone).map(({ key, resources, problems }) => ({
    key,
    texts: resources.map((resource) => JSON.stringify(resource)),
    ...(problems.length > 0 ? { problems } : {}),
  }));
}

/** Comma, semicolon or tab, as the head has it: spreadsheets write what their country writes. */
function readSheet(file: string, name: SheetName): readonly Row[] {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter = [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
  let records: string[][];
  try {
    records = parse(text, { delimiter, relax_column_count: true, trim: true, skip_empty_lines: false });
  } catch {
    throw new SheetError(`${name}: a quote is opened and not closed, or stands inside a cell`);
  }
  const [columns = [], ...rows] = records.map((cells) => cells.map((cell) => cell.trim()));
  checkHead(name, columns);
  return rows.flatMap((cells, i) => {
    const row = { sheet: name, number: i + 2 };
    if (cells.every((cell) => cell === '')) return [];
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== ''))
      throw new SheetError(`${at(row)}: has more cells than the head has columns`);
    return [{ ...row, cells: Object.fromEntries(columns.flatMap((column, c) => (cells[c] ? [[column, cells[c]]] : []))) }];
  });
}

function checkHead(name: SheetName, columns: readonly string[]): void {
  const known = SHEETS[name].map((column) => column.name);
  const required = SHEETS[name].filter(({ isRequired }) => isRequired).map((column) => column.name);
  const problems = [
    ...required.filter((column) => !columns.includes(column)).map((column) => `column ${column} is missing`),
    ...columns
      .flatMap((column, i) => (known.includes(column) ? [] : [`column ${i + 1} is not known: the columns are ${known.join(', ')}`]))
      .slice(0, 1),
    ...known.filter((column) => columns.indexOf(column) !== columns.lastIndexOf(column)).map((column) => `column ${column} is there twice`),
  ];
  if (problems.length > 0) throw new SheetError(`${name}: ${problems.join('; ')}`);
}
