/** `s9326 serve --fhir` in this process, with the example week written to it. */
import { onTestFinished, vi } from 'vitest';
import { serve } from '../../../handlers/http/serve.ts';
import { WEEK_RECORD } from './week.ts';

export interface Serving {
  readonly fhir: string;
  readonly apiKey: string;
  readonly lines: readonly string[];
}

export async function serveWeek(): Promise<Serving> {
  const lines: string[] = [];
  const { url, apiKey = '', close } = await serve({ port: 0, env: {}, fhir: true, write: (line) => lines.push(line) });
  onTestFinished(close);
  const fhir = `${url}/fhir`;
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/fhir+json' };
  const { status } = await fetch(fhir, { method: 'POST', headers, body: JSON.stringify(WEEK_RECORD) });
  if (status !== 200) throw new Error(`the record was not taken: ${status}`);
  return { fhir, apiKey, lines };
}

/** Asks until there are so many: an answer is written a moment after its claim. */
export async function waitFor<T>(count: number, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  return vi.waitFor(
    async () => {
      const found = await ask();
      if (found.length < count) throw new Error(`${found.length} of ${count} are there`);
      return found;
    },
    { timeout: 15_000, interval: 50 },
  );
}
