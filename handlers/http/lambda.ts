/**
 * An event of an HTTP API (payload 2.0) → the app → its result. Not by `hono/aws-lambda`, which is deprecated and prints what it
 * cannot make a request of, so that a header or a path with a patient in it could reach the log.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { assembleApp, type Parts } from './assemble.ts';
import { LAMBDA_BODY_BYTES } from './config.ts';

export type LambdaHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export function createLambdaHandler(parts: Parts): LambdaHandler {
  // What is longer, Lambda drops, and its caller gets a 500 that says nothing. The rest of the result takes a little too.
  const app = assembleApp({ ...parts, maxAnswerBytes: LAMBDA_BODY_BYTES - 16_384 });
  return async (event) => {
    const response = await app.fetch(requestOf(event));
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      isBase64Encoded: false,
    };
  };
}

function requestOf({ requestContext, rawPath, rawQueryString, headers, body, isBase64Encoded }: APIGatewayProxyEventV2): Request {
  const { domainName, http } = requestContext;
  const url = `https://${domainName}${rawPath}${rawQueryString ? `?${rawQueryString}` : ''}`;
  const bodyless = body === undefined || http.method === 'GET' || http.method === 'HEAD';
  return new Request(url, {
    method: http.method,
    headers: validHeaders(headers),
    ...(bodyless ? {} : { body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }),
  });
}

/** Without those that HTTP does not allow: making a request of one throws, and the message quotes it. */
function validHeaders(headers: APIGatewayProxyEventV2['headers']): Record<string, string> {
  const valid = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t -~\u0080-\u00ff]*$/.test(value) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(valid);
}
