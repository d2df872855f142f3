/** A deployed function as Lambda runs it: the runtime interface client in a process of its own, with Lambda's environment and no other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Deployed } from './package.ts';
import { type FunctionError, type Outcome, startRuntimeApi } from './runtime-api.ts';
import { RUNTIME_CLIENT } from './runtime-client.ts';

export interface Lambda {
  readonly pid: number;
  /** The answer to an event of an HTTP API. A function that fails rejects. */
  call(event: unknown): Promise<APIGatewayProxyStructuredResultV2>;
  /** The same without reading the answer, and with the time that it took. */
  invoke(event: unknown): Promise<Outcome>;
  /** Why the function did not start; undefined: it did. */
  readonly initError: FunctionError | undefined;
  /** What was printed so far, by line. */
  stdout(): readonly string[];
  stderr(): string;
  residentMb(): number;
  /** Ends the process. */
  stop(): Promise<void>;
}

export async function startLambda(deployed: Deployed, variables: Readonly<Record<string, string>>): Promise<Lambda> {
  const api = await startRuntimeApi(`arn:aws:lambda:us-east-1:123456789012:function:${deployed.name}`);
  // Lambda leaves a tenth of the memory to what is not V8's heap.
  const heap = `--max-old-space-size=${Math.floor(deployed.memoryMb * 0.9)}`;
  const child = spawn(process.execPath, [heap, RUNTIME_CLIENT], {
    cwd: deployed.directory,
    env: { ...environmentOf(deployed), AWS_LAMBDA_RUNTIME_API: api.address, ...deployed.variables, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk) => printed.push(chunk));
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const stderr = () => Buffer.concat(errors).toString('utf8');
  const ended = once(child, 'close');
  const died = ended.then(([code, signal]): never => {
    throw new Error(`the function's process ended (${code ?? signal}): ${stderr()}`);
  });
  died.catch(() => undefined);

  const invoke = (event: unknown) => Promise.race([api.invoke(event, deployed.timeoutMs), died]);
  const initError = await Promise.race([api.started, died]);
  return {
    pid: child.pid ?? 0,
    initError,
    invoke,
    async call(event) {
      const outcome = await invoke(event);
      if (!outcome.ok) throw new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
      return JSON.parse(outcome.payload);
    },
    stdout: () =>
      Buffer.concat(printed)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== ''),
    stderr,
    residentMb: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await api.close();
    },
  };
}

/** The variables that Lambda documents as set by itself. */
function environmentOf({ name, directory, handler, memoryMb, logFormat }: Deployed): Record<string, string> {
  return {
    _HANDLER: handler,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2025/04/01/[$LATEST]0123456789abcdef',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    LAMBDA_RUNTIME_DIR: dirname(RUNTIME_CLIENT),
    LAMBDA_TASK_ROOT: directory,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}
