/** What `serverless package` made: its zips, and what its template says of each function. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** What a function is deployed with. */
export interface Deployed {
  readonly name: string;
  /** Its unpacked zip. */
  readonly directory: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logFormat: string;
}

interface FunctionProperties {
  readonly FunctionName: string;
  readonly Handler: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  readonly LoggingConfig?: { readonly LogFormat?: string };
}

/** Reads the template and unpacks the zip of the function, named as in serverless.yml, into a directory that has nothing else. */
export async function unpack(packaged: string, name: string, directory: string): Promise<Deployed> {
  const template = JSON.parse(await readFile(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8'));
  const resource = `${name[0]?.toUpperCase()}${name.slice(1)}LambdaFunction`;
  const properties: FunctionProperties | undefined = template.Resources[resource]?.Properties;
  if (!properties) throw new Error(`the template has no ${resource}`);
  for (const [path, bytes] of Object.entries(unzipSync(await readFile(join(packaged, `${name}.zip`))))) {
    if (path.endsWith('/')) continue;
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), bytes);
  }
  return {
    name: properties.FunctionName,
    directory,
    handler: properties.Handler,
    memoryMb: properties.MemorySize,
    timeoutMs: properties.Timeout * 1000,
    variables: Object.fromEntries(
      // A reference to another resource becomes a name only when it is deployed.
      Object.entries(properties.Environment?.Variables ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : key]),
    ),
    logFormat: properties.LoggingConfig?.LogFormat ?? 'Text',
  };
}
