/** What comes out of a run, from its parts and in their order: so the same bytes however it was done. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { worklistPage } from '../../src/present/worklist-page.ts';
import { WORKLIST_SCRIPT } from '../../src/present/worklist-script.ts';
import type { PayerAnswerRow } from '../../src/sweep/payer-answer.ts';
import type { WorklistRow } from '../../src/sweep/rows.ts';
import { type Summary, summarize } from '../../src/sweep/summary.ts';
import type { PageFiles } from './page-worker.ts';
import { filesOfParts, readPart, readTold } from './parts.ts';
import type { Rows } from './rows-of.ts';
import { writeSheets } from './write-sheets.ts';

export interface Outputs {
  readonly summary: Summary;
  readonly files: readonly string[];
}

const SCRIPT_HASH = createHash('sha256').update(WORKLIST_SCRIPT).digest('base64');

/** Rows that the worklist page holds, each with a page of its own; the sheets hold all. */
const MOST_ON_PAGE = 2000;

/** A claim that the worklist shows. */
export interface ShownClaim {
  readonly row: WorklistRow;
  /** Of the work that it came of. */
  readonly key: string;
  /** Of the run. */
  readonly part: number;
  /** Of lines of which the payer refused what the record supports. */
  readonly refused: readonly PayerAnswerRow[];
}

/** Where its page goes, and its appeal. */
export interface ClaimFiles {
  readonly page: string;
  readonly appeal?: string;
}

export interface Finish {
  readonly directory: string;
  /** How many there are. */
  readonly parts: number;
  readonly asOf: number;
  readonly draw: DrawPages;
}

export type PageToDraw = ShownClaim & ClaimFiles;

/** Draws the pages of the claims, each as the file that is named. */
export type DrawPages = (shown: readonly PageToDraw[]) => Promise<void>;

/** By the key of their work, and by the claim as its row names it. */
export const filesByWork = (shown: readonly PageToDraw[]): PageFiles =>
  new Map(
    [...Map.groupBy(shown, ({ key }) => key)].map(([key, all]) => [
      key,
      new Map(all.map(({ row, page, appeal }) => [row.claim, { page, ...(appeal === undefined ? {} : { appeal }) }])),
    ]),
  );

export async function writeOutputs({ directory, parts, asOf, draw }: Finish): Promise<Outputs> {
  for (const folder of ['claims', 'appeals']) {
    rmSync(join(directory, folder), { recursive: true, force: true });
    mkdirSync(join(directory, folder), { recursive: true });
  }
  const summary = summarize();
  let toLookAt: ShownClaim[] = [];
  for (const { key, part, row, whatIf, payerAnswers } of readTold(directory, parts)) {
    const refused = payerAnswers.filter(({ deniedSupported }) => deniedSupported > 0);
    if (row.decision !== 'approved' || row.unbilledDays > 0 || refused.length > 0) toLookAt.push({ row, key, part, refused });
    if (toLookAt.length > 2 * MOST_ON_PAGE) toLookAt = mostAtStake(toLookAt);
    summary.add(row, whatIf, payerAnswers);
  }
  for (let part = 0; part < parts; part += 1) summary.aside(readPart(directory, part)?.setAside ?? 0);

  const told = summary.tell(new Date(asOf).toISOString());
  writeFileSync(join(directory, 'summary.json'), `${JSON.stringify(told, null, 2)}\n`);
  const shown = mostAtStake(toLookAt).map((each, i) => {
    const name = `${String(i + 1).padStart(4, '0')}.html`;
    return { ...each, page: `claims/${name}`, ...(each.refused.length > 0 ? { appeal: `appeals/${name}` } : {}) };
  });
  await Promise.all([
    draw(
      shown.map(({ page, appeal, ...each }) => ({
        ...each,
        page: join(directory, page),
        ...(appeal === undefined ? {} : { appeal: join(directory, appeal) }),
      })),
    ),
    writeSheets(directory, parts),
    layEndToEnd(directory, parts, 'claim-responses'),
    layEndToEnd(directory, parts, 'set-aside'),
  ]);
  const listed = shown.map(({ row, page, appeal, refused }) => ({
    ...row,
    page,
    ...(appeal === undefined ? {} : { appeal: { page: appeal, rows: refused } }),
  }));
  writeFileSync(join(directory, 'worklist.html'), worklistPage(listed, told, SCRIPT_HASH));
  return { summary: told, files: filesOf(directory) };
}

/** What is worth most comes first; what has no prices by its units. */
function mostAtStake(claims: readonly ShownClaim[]): ShownClaim[] {
  const open = ({ row: { denied, pended } }: ShownClaim): number => denied + pended;
  const stake = ({ row: { amountAtStake = 0 }, refused }: ShownClaim): number =>
    amountAtStake + refused.reduce((sum, { amountDeniedSupported = 0 }) => sum + amountDeniedSupported, 0);
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return claims
    .toSorted((a, b) => stake(b) - stake(a) || open(b) - open(a) || compare(a.row.claim, b.row.claim) || compare(a.key, b.key))
    .slice(0, MOST_ON_PAGE);
}

async function layEndToEnd(directory: string, parts: number, rows: Rows): Promise<void> {
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for (const file of filesOfParts(directory, parts, rows)) yield* createReadStream(file, { highWaterMark: 1024 * 1024 });
  };
  await pipeline(bytes, createWriteStream(join(directory, `${rows}.ndjson`)));
}

const filesOf = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map(({ name }) => name)
    .sort();
