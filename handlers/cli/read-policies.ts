/** What `--policy` names → policies: a shipped one by its id, else a file. Every fault of every file is told before anything is judged. */
import { stat } from 'node:fs/promises';
import type { Policy } from '../../src/policy/policy.ts';
import { readPolicies as readPolicyFiles } from '../../src/policy/read-policies.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import { fromIssue, problemText, UsageError } from './problem.ts';
import { readInputs } from './read-inputs.ts';

/** In the order given. Throws a UsageError with every problem. */
export async function readPolicies(names: readonly string[]): Promise<readonly Policy[]> {
  const problems: string[] = [];
  const files: { readonly name: string; readonly json: unknown }[] = [];
  const isFile = await Promise.all(names.map((name) => shipped(name) === undefined && exists(name)));
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) problems.push(`--policy ${name}: is given twice`);
    else if (isFile[index]) {
      const read = await readOne(name);
      if (read.problem === undefined) files.push({ name, json: read.json });
      else problems.push(read.problem);
    } else if (!shipped(name)) problems.push(`--policy ${name}: there is no such file, and no shipped policy of this id (${ids()})`);
  }
  const { policies, issues } = readPolicyFiles(
    files.map(({ json }) => json),
    SHIPPED,
  );
  for (const [index, { name }] of files.entries()) {
    for (const issue of issues[index] ?? []) problems.push(problemText(fromIssue(issue, { file: name })));
  }
  if (problems.length > 0) throw new UsageError(...problems);
  const fromFiles = [...policies];
  return names.flatMap((name) => shipped(name) ?? fromFiles.shift() ?? []);
}

const shipped = (id: string): Policy | undefined => SHIPPED.find((policy) => policy.id === id);

const ids = (): string => SHIPPED.map(({ id }) => id).join(', ');

const exists = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

async function readOne(file: string): Promise<{ readonly json: unknown; readonly problem?: undefined } | { readonly problem: string }> {
  // A policy is one document whatever its file is called, so there is one input, or one problem.
  for await (const input of readInputs([file], [] as never))
    return input.ok ? { json: input.json } : { problem: problemText(input.problem) };
  return { problem: problemText({ file, text: 'is empty' }) };
}
