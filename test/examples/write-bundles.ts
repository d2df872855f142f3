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
  return cases.map(({ file, given }) => ({
    path: `bundles/${basename(file, '.yaml')}.json`,
    text: `${JSON.stringify(toBundle(given), null, 2)}\n`,
  }));
}

if (import.meta.main) {
  for (const { path, text } of bundleFiles()) {
    mkdirSync(dirname(join(EXAMPLES, path)), { recursive: true });
    writeFileSync(join(EXAMPLES, path), text);
    console.log(path);
  }
}
