/** The CloudFormation that `serverless package` makes, offline and without credentials. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageAll } from '../lambda/support/serverless.ts';

export type Properties = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Properties;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
}

export interface Packaged {
  readonly template: Template;
  /** The size of each in bytes. */
  readonly zips: Readonly<Record<string, number>>;
  /** What was said beside the result. */
  readonly warnings: string;
}

export async function packageService(...options: readonly string[]): Promise<Packaged> {
  const out = await mkdtemp(join(tmpdir(), 's9326-package-'));
  try {
    const { stdout, stderr } = await packageAll(out, ...options);
    const template: Template = JSON.parse(await readFile(join(out, 'cloudformation-template-update-stack.json'), 'utf8'));
    const names = (await readdir(out)).filter((name) => name.endsWith('.zip')).sort();
    const zips = await Promise.all(names.map(async (name) => [name, (await stat(join(out, name))).size] as const));
    return {
      template,
      zips: Object.fromEntries(zips),
      warnings: `${stdout}\n${stderr}`.match(/^.*(warning|deprecat).*$/gim)?.join('\n') ?? '',
    };
  } finally {
    await rm(out, { recursive: true });
  }
}
