/** Markdown from parts, in the one way in which all pages of the docs are written. */

/** A table; cells may hold markdown, and a bar in them is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export const link = (text: string, to: string): string => `[${text}](${to})`;

export const code = (text: string): string => `\`${text}\``;

export const fenced = (text: string, language = ''): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** The text of a page between `<!-- generated: name -->` and `<!-- end -->` replaced; an error when the page has no such place. */
export function insert(page: string, name: string, text: string): string {
  const start = `<!-- generated: ${name} -->\n`;
  const from = page.indexOf(start);
  const to = page.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`The page has no place for ${name}: <!-- generated: ${name} --> and <!-- end -->`);
  return `${page.slice(0, from + start.length)}\n${text}\n\n${page.slice(to)}`;
}

const WIDTH = 140;

/** JSON as the formatter of this repository leaves it: a list of plain values on one line when it fits. */
export function json(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isPlain = value.every((item) => typeof item !== 'object' || item === null);
    if (isPlain && indent.length + flat.length < WIDTH - 40) return flat;
    return `[\n${value.map((item: unknown) => inner + json(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${json(member, inner)}`);
  return members.length > 0 ? `{\n${members.join(',\n')}\n${indent}}` : '{}';
}
