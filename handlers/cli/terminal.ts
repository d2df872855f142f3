/** What the streams can show: colour, width, and the style that the tables are painted with. */
import { styleText } from 'node:util';
import { inAscii, PLAIN, type Style, type Tone } from '../../src/present/style.ts';

export interface TerminalLike {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where the width is not known: what most terminals open with. */
const USUAL_WIDTH = 80;

const FORMATS: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = {
  strong: 'bold',
  good: 'green',
  bad: ['bold', 'red'],
  warn: 'yellow',
  dim: 'dim',
};

const COLOURED: Style = { ...PLAIN, paint: (tone, text) => styleText(FORMATS[tone], text, { validateStream: false }) };

/** `--no-color` first, then FORCE_COLOR, then NO_COLOR, as Node itself has them; else colour on a terminal only. */
export function isColoured(stream: TerminalLike | undefined, env: NodeJS.ProcessEnv, isAllowed: boolean): boolean {
  if (!isAllowed) return false;
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: term } = env;
  if (force !== undefined) return !['0', 'false'].includes(force);
  return !none && stream?.isTTY === true && term !== 'dumb';
}

export function styleFor(
  stream: TerminalLike | undefined,
  env: NodeJS.ProcessEnv,
  options: { readonly color: boolean; readonly ascii?: boolean },
): Style {
  const style = isColoured(stream, env, options.color) ? COLOURED : PLAIN;
  return options.ascii ? inAscii(style) : style;
}

export function widthOf(stream: TerminalLike | undefined, env: NodeJS.ProcessEnv): number {
  const fromEnvironment = Number(env.COLUMNS);
  return stream?.columns || (Number.isInteger(fromEnvironment) && fromEnvironment > 0 ? fromEnvironment : USUAL_WIDTH);
}
