/** `s9326 serve`: the routes on this machine, until Ctrl-C. */
import { type Served, serve } from '../http/serve.ts';
import { fileErrorText, UsageError } from './problem.ts';

const HOST = '127.0.0.1';

export async function serveRoutes({ port, fhir }: { readonly port: number; readonly fhir?: boolean }): Promise<number> {
  const served = await start(port, fhir);
  const { url, apiKey } = served;
  process.stdout.write(`s9326 is ready on ${url} (Ctrl-C stops it)\n`);
  if (fhir) process.stdout.write(`FHIR server in memory: ${url}/fhir (what is written is gone when this stops)\n`);
  if (apiKey !== undefined) {
    const headers = `-H 'X-Api-Key: ${apiKey}' -H 'Content-Type: application/fhir+json'`;
    process.stdout.write(
      `\nNo proof is configured, so this run asks for a key of its own. To judge a file:\n\n  curl -sS ${headers} --data-binary @bundle.json '${url}/fhir/Claim/$submit'\n\n`,
    );
  }
  await interrupted();
  await served.close();
  return 0;
}

async function start(port: number, fhir: boolean | undefined): Promise<Served> {
  try {
    return await serve({ port, host: HOST, env: process.env, fhir });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new UsageError(`port ${port} of ${HOST} is in use: name another with --port, or 0 for any free one`);
    if (code === 'EACCES') throw new UsageError(`port ${port} may not be used by you: name one above 1023 with --port`);
    // The configuration is told by the names of its variables, which is what the caller has to change.
    if (error instanceof Error && fileErrorText(error) === undefined && code === undefined) throw new UsageError(error.message);
    throw error;
  }
}

/** The second Ctrl-C does not wait for requests that are still answered. */
const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
