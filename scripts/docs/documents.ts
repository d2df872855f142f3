/** Every document that is generated, wholly or in the places marked for it: path below the root, and text. */
import { readFileSync } from 'node:fs';
import { DAY_CASES } from './day-cases.ts';
import { picture } from './day-pictures.ts';
import { insert, json } from './markdown.ts';
import { policyParts } from './policy-parts.ts';
import { policySchema } from './policy-schema.ts';
import { ROOT } from './root.ts';
import { rulesPage } from './rules-page.ts';
import { traceabilityPage } from './traceability-page.ts';

export interface Document {
  readonly path: string;
  readonly text: string;
}

export function documents(): readonly Document[] {
  return [
    { path: 'docs/rules.md', text: rulesPage() },
    { path: 'docs/traceability.md', text: traceabilityPage() },
    { path: 'schema/policy.schema.json', text: `${json(policySchema())}\n` },
    filled('docs/policies.md', policyParts()),
    filled('docs/days.md', Object.fromEntries(DAY_CASES.map((each) => [each.name, picture(each)]))),
  ];
}

/** A page that people write, with its generated parts put in anew. */
function filled(path: string, parts: Readonly<Record<string, string>>): Document {
  const page = readFileSync(new URL(path, ROOT), 'utf8');
  return { path, text: Object.entries(parts).reduce((text, [name, part]) => insert(text, name, part), page) };
}
