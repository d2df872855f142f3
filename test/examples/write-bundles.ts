/**
 * Writes the Bundle of every whole case beside the examples, for those who want to send one:
 * `node test/examples/write-bundles.ts`. That they are up to date is tested.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toBundle } from '../support/example-bundle.ts';
import { allExamples, EXAMPLES } from '../support/example-format.ts';

/** Path below test/examples and text of each Bundle. */
export function bundleFiles(): { path: string; text: string }[] {
  const cases = allExamples().filter(({ file }) => !file.startsWith('rules/'));
  return cases.map(({ file, given }) => ({ path: `bundles/${basename(file, '.yaml')}.json`, text: textOf(toBundle(given)) }));
}

/** The first week as a FHIR server gets it: its record as one transaction, then its claim. */
export function firstTryFiles(): { path: string; text: string }[] {
  const week = allExamples().find(({ file }) => basename(file) === 'one-week.yaml');
  if (!week) throw new Error('one-week.yaml is not there');
  const resources = (toBundle(week.given).entry ?? []).flatMap(({ resource }) => resource ?? []);
  const entry = resources
    .filter(({ resourceType }) => resourceType !== 'Claim')
    .map((resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } }));
  const claim = resources.find(({ resourceType }) => resourceType === 'Claim');
  return [
    { path: 'first-try/record.json', text: textOf({ resourceType: 'Bundle', type: 'transaction', entry }) },
    { path: 'first-try/claim.json', text: textOf(claim) },
  ];
}

const textOf = (json: unknown): string => `${JSON.stringify(json, null, 2)}\n`;

if (import.meta.main) {
  for (const { path, text } of [...bundleFiles(), ...firstTryFiles()]) {
    mkdirSync(dirname(join(EXAMPLES, path)), { recursive: true });
    writeFileSync(join(EXAMPLES, path), text);
    console.log(path);
  }
}
