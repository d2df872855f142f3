/** A small population as a server exports it: NDJSON by resource type. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';
import { soakRecord } from '../soak/webhook-records.ts';

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 's9326-sweep-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Records 1 to `count`, each of a patient; `more` stands beside them. */
export function exportedTo(directory: string, count: number, more: readonly Resource[] = []): string {
  const resources = [...more];
  for (let number = 1; number <= count; number += 1) {
    const { claim, evidence } = soakRecord(number);
    resources.push(claim, ...evidence);
  }
  return written(directory, resources);
}

export function written(directory: string, resources: readonly Resource[]): string {
  mkdirSync(directory, { recursive: true });
  for (const [type, all] of Map.groupBy(resources, ({ resourceType }) => resourceType))
    writeFileSync(join(directory, `${type}.ndjson`), all.map((each) => `${JSON.stringify(each)}\n`).join(''));
  return directory;
}
