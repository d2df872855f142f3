/** What is wrong with an input, in the form that editors and other tools find the place by: `file:line:column: expression: text`. */
import type { Issue } from '../../src/issue.ts';
import { printable } from '../../src/present/text-width.ts';

export interface Place {
  readonly file: string;
  /** From 1; absent where the whole file is one resource. */
  readonly line?: number;
  readonly column?: number;
}

export interface Problem extends Place {
  readonly severity?: 'error' | 'warning';
  /** FHIRPath of the element. */
  readonly expression?: string;
  readonly text: string;
}

export const problemText = ({ file, line, column, severity, expression, text }: Problem): string =>
  printable(
    [
      [file, line, column].filter((part) => part !== undefined).join(':'),
      ...(severity === 'warning' ? ['warning'] : []),
      ...(expression === undefined ? [] : [expression]),
      text,
    ].join(': '),
  );

/** The texts of the core begin with the expression, which stands before them here. */
export function fromIssue({ severity, expression, text }: Issue, place: Place): Problem {
  const rest = text.startsWith(`${expression} `) ? text.slice(expression.length + 1) : text;
  return { ...place, severity, expression, text: rest };
}

/** A mistake of the caller's that stops the command before it begins. */
export class UsageError extends Error {
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a directory, not a file',
  EACCES: 'may not be opened: permission denied',
  EPERM: 'may not be opened: permission denied',
  ENOTDIR: 'there is no such file',
  ENOSPC: 'cannot be written: the disk is full',
  EMFILE: 'cannot be opened: too many open files',
  EROFS: 'cannot be written: the disk is read-only',
  ELOOP: 'is a symbolic link that leads to itself',
  ENAMETOOLONG: 'has too long a name',
};

/** Why the system refuses a file, in words; undefined when the error is not the system's. */
export function fileErrorText(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return code === undefined ? undefined : (FILE_ERRORS[code] ?? (/^E[A-Z0-9]+$/.test(code) ? `cannot be used (${code})` : undefined));
}
