/** Medplum's router in memory behind HTTP, that fails every tenth call or so: 500, 429 with Retry-After, or a cut connection. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmbeddedServer, type EmbeddedServer } from '../../handlers/fhir-server/embedded/embedded-server.ts';

export interface FlakyServer {
  readonly baseUrl: string;
  readonly fhir: EmbeddedServer;
  /** How many calls were answered, and failed, which way. */
  readonly counts: Record<'answered' | 'status500' | 'status429' | 'cut', number>;
  readonly server: Server;
}

export interface Flaky {
  /** Share of calls that fail. */
  readonly share: number;
  /** From 0 to below 1. */
  random(): number;
  /** Paths that are refused for good (403). */
  readonly refused: RegExp;
}

export async function startFlakyServer({ share, random, refused }: Flaky): Promise<FlakyServer> {
  const counts = { answered: 0, status500: 0, status429: 0, cut: 0 };
  let fhir: EmbeddedServer | undefined;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (random() < share && fail(response)) return;
    if (refused.test(request.url ?? '')) return void response.writeHead(403).end();
    const { port } = server.address() as AddressInfo;
    const body = Buffer.concat(chunks);
    const answer = await fhir?.handle(
      new Request(`http://127.0.0.1:${port}${request.url}`, {
        method: request.method ?? 'GET',
        headers: new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])),
        ...(body.length > 0 ? { body } : {}),
      }),
    );
    const text = (await answer?.text()) ?? '';
    // The answer may be lost although the work was done.
    if (random() < share / 4) {
      counts.cut += 1;
      return void response.destroy();
    }
    counts.answered += 1;
    response.writeHead(answer?.status ?? 500, Object.fromEntries(answer?.headers ?? [])).end(text);
  });

  function fail(response: ServerResponse): true {
    const kind = Math.floor(random() * 3);
    if (kind === 0) {
      counts.status500 += 1;
      response.writeHead(500).end();
    } else if (kind === 1) {
      counts.status429 += 1;
      response.writeHead(429, { 'retry-after': '1' }).end();
    } else {
      counts.cut += 1;
      response.destroy();
    }
    return true;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  fhir = createEmbeddedServer(baseUrl);
  return { baseUrl, fhir, counts, server };
}
