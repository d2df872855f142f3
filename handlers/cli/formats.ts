/** A judgement in the form that was asked for. */
import { type Judgement, type PatientRecord, writeAnswer } from '../../src/index.ts';
import { paintLine, type Style, span } from '../../src/present/style.ts';
import { assessmentTable } from '../../src/present/table.ts';
import { displayWidth } from '../../src/present/text-width.ts';
import type { Format } from './format-names.ts';
import type { Place } from './problem.ts';

export interface Look {
  readonly width: number;
  readonly style: Style;
  /** For the format fhir. */
  readonly canonicalBase?: string | undefined;
}

/** One answer. In a machine's form always one line, so that one answer and a thousand are read by the same program. */
export function answerText(judgement: Judgement, record: PatientRecord, format: Format, look: Look): string {
  if (format === 'assessment') return `${JSON.stringify(judgement.assessment)}\n`;
  if (format === 'fhir') return `${JSON.stringify(writeAnswer(record, judgement, { canonicalBase: look.canonicalBase }))}\n`;
  return `${assessmentTable(judgement.assessment, look)}\n`;
}

/** Between tables: where the next one comes from. */
export function divider({ file, line }: Place, { width, style }: Look): string {
  const [columns, rule] = [Math.min(140, Math.max(60, width)), style.glyphs.rule];
  const name = line === undefined ? file : `${file}:${line}`;
  const title = ` ${displayWidth(name) > columns - 6 ? `...${name.slice(-(columns - 9))}` : name} `;
  const text = rule.repeat(2) + title;
  return `${paintLine([span(text + rule.repeat(Math.max(0, columns - displayWidth(text))), 'dim')], style)}\n`;
}
