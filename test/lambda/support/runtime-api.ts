/** The Runtime API of AWS Lambda (its version 2018-06-01) on loopback: hands events to the one function that asks, and takes its answers. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const ROOT = '/2018-06-01/runtime';

/** What a function reports of itself when it fails. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type Outcome =
  | { readonly ok: true; readonly payload: string; readonly milliseconds: number }
  | { readonly ok: false; readonly error: FunctionError };

interface Invocation {
  readonly event: string;
  readonly timeoutMs: number;
  sent: number;
  end(outcome: Outcome): void;
}

export interface RuntimeApi {
  /** host:port, as AWS_LAMBDA_RUNTIME_API has it. */
  readonly address: string;
  /** One at a time, as Lambda does. `milliseconds` is from the event's sending to the last byte of the answer. */
  invoke(event: unknown, timeoutMs: number): Promise<Outcome>;
  /** Resolves when the function asks for its first event, or says why it does not start. */
  readonly started: Promise<FunctionError | undefined>;
  close(): Promise<void>;
}

export async function startRuntimeApi(functionArn: string): Promise<RuntimeApi> {
  const running = new Map<string, Invocation>();
  const waiting: [string, Invocation][] = [];
  let asking: ServerResponse | undefined;
  const { promise: started, resolve: start } = Promise.withResolvers<FunctionError | undefined>();

  const handOut = () => {
    if (!asking || waiting.length === 0) return;
    const [[id, invocation]] = waiting.splice(0, 1) as [[string, Invocation]];
    const response = asking;
    asking = undefined;
    running.set(id, invocation);
    invocation.sent = performance.now();
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + invocation.timeoutMs),
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': `Root=1-${hex(4)}-${hex(12)};Parent=${hex(8)};Sampled=1`,
    });
    response.end(invocation.event);
  };

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').slice(ROOT.length);
    if (path === '/invocation/next') {
      start(undefined);
      asking = response;
      return handOut();
    }
    const body = await textOf(request);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (path === '/init/error') return start(JSON.parse(body));
    const [, id = '', kind] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const invocation = running.get(id);
    if (!invocation) throw new Error(`the function sent ${request.method} ${request.url}, which nobody waits for`);
    running.delete(id);
    const milliseconds = performance.now() - invocation.sent;
    invocation.end(kind === 'response' ? { ok: true, payload: body, milliseconds } : { ok: false, error: JSON.parse(body) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    invoke: (event, timeoutMs) =>
      new Promise((end) => {
        waiting.push([randomUUID(), { event: JSON.stringify(event), timeoutMs, sent: 0, end }]);
        handOut();
      }),
    started,
    close: () => close(server),
  };
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
