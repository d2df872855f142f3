/** A server that gives tokens and, below `/fhir`, answers only to the ones that are good. */

import { patient } from './client.ts';
import { type Asked, type Handler, type HttpServer, type Reply, startHttpServer } from './http-server.ts';

export interface TokenServer extends HttpServer {
  readonly tokenUrl: string;
  /** The requests for a token, as forms. */
  grants(): URLSearchParams[];
  /** What FHIR requests carried, in order. */
  shown(): (string | undefined)[];
  /** No token that was given by now is good any longer. */
  withdraw(): void;
}

interface Options {
  /** In place of the token's usual answer. */
  readonly token?: (count: number, asked: Asked) => Reply | Promise<Reply>;
  readonly expiresIn?: number;
  /** Other paths, such as discovery. */
  readonly other?: (asked: Asked, origin: string) => Reply | undefined;
  readonly fhir?: Handler;
}

export async function startTokenServer({ token, expiresIn = 3600, other, fhir }: Options = {}): Promise<TokenServer> {
  let count = 0;
  let firstGood = 1;
  const server = await startHttpServer(async (asked, response) => {
    if (asked.url === '/token') {
      count += 1;
      return (await token?.(count, asked)) ?? { body: { access_token: `t${count}`, token_type: 'Bearer', expires_in: expiresIn } };
    }
    const reply = other?.(asked, server.origin);
    if (reply) return reply;
    if (asked.url.endsWith('/metadata') || asked.url.includes('/.well-known/')) return { status: 404 };
    const number = Number(/^Bearer t(\d+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? 0);
    if (number < firstGood) return { status: 401 };
    return fhir ? fhir(asked, response) : { body: patient('p1') };
  });
  const isFhir = ({ url }: Asked): boolean => url.startsWith('/fhir/Patient');
  return {
    ...server,
    tokenUrl: `${server.origin}/token`,
    grants: () => server.asked.filter(({ url }) => url === '/token').map(({ body }) => new URLSearchParams(body)),
    shown: () => server.asked.filter(isFhir).map(({ headers }) => headers.authorization),
    withdraw: () => {
      firstGood = count + 1;
    },
  };
}
