/** Issues lead to a place that is there, or that is missing in one that is there, and quote nothing. */
import type { Issue } from '../../src/issue.ts';
import { MARKER } from './extremes.ts';
import { isHolder } from './places.ts';

export function issueProblems(issues: readonly Issue[], sent: unknown): string[] {
  const problems = issues.length === 0 ? ['a refusal without an issue'] : issues.length > 1000 ? ['more than 1000 issues'] : [];
  for (const { expression, text, severity, code } of issues) {
    if (!leadsSomewhere(expression, sent)) problems.push('an expression leads nowhere');
    if (text.includes(MARKER) || expression.includes(MARKER)) problems.push('an issue quotes what was sent');
    if (!severity || !code || text.trim() === '') problems.push('an issue that says nothing');
  }
  return problems;
}

/** FHIRPath of names and indexes, from the resource that was sent. */
export function leadsSomewhere(expression: string, sent: unknown): boolean {
  if (!/^[A-Za-z]+(\.[A-Za-z]+(\[\d+\])?)*$/.test(expression)) return false;
  const [root, ...names] = expression.split('.');
  const steps = names.flatMap((name) => name.split(/[[\]]+/).filter((part) => part !== ''));
  if (root !== 'Resource' && !(isHolder(sent) && sent.resourceType === root)) return false;
  let node: unknown = sent;
  for (const [i, step] of steps.entries()) {
    if (!isHolder(node)) return false;
    if (!Object.hasOwn(node, step)) return i === steps.length - 1 && !/^\d+$/.test(step);
    node = node[step];
  }
  return true;
}
