/** A server on loopback that answers as a test says, and keeps what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Asked {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is a string, else as JSON. */
  readonly body?: unknown;
}

/** Undefined: the handler wrote, or cut, the answer itself. */
export type Handler = (asked: Asked, response: ServerResponse) => Reply | undefined | Promise<Reply | undefined>;

export interface HttpServer {
  readonly origin: string;
  readonly asked: Asked[];
}

export async function startHttpServer(handler: Handler): Promise<HttpServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const one: Asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
    asked.push(one);
    const reply = await handler(one, response);
    if (reply === undefined) return;
    const { status = 200, body = '', headers: own } = reply;
    response.writeHead(status, { 'content-type': 'application/fhir+json', ...own });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** One reply after the other; the last one from then on. */
export function inTurn(...replies: readonly (Reply | Handler)[]): Handler {
  let next = 0;
  return (asked, response) => {
    const reply = replies[Math.min(next, replies.length - 1)] ?? {};
    next += 1;
    return typeof reply === 'function' ? reply(asked, response) : reply;
  };
}

/** The connection ends before an answer. */
export const cut: Handler = (_asked, response) => {
  response.destroy();
  return undefined;
};

/** The connection ends in the middle of the answer. */
export const cutInBody: Handler = (_asked, response) => {
  response.writeHead(200, { 'content-type': 'application/fhir+json' });
  response.write('{"resourceType":"Pat', () => response.destroy());
  return undefined;
};
