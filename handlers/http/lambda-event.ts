/**
 * An event of an HTTP API (payload 2.0) as a Request, and a Response as its result. Not by `hono/aws-lambda`, which is deprecated and
 * prints what it cannot make a request of, so that a header or a path with a patient in it could reach the log.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

export type LambdaHandler = (event: APIGatewayProxyEventV2, context?: Context) => Promise<APIGatewayProxyStructuredResultV2>;

export function requestOf({ requestContext, rawPath, rawQueryString, headers, body, isBase64Encoded }: APIGatewayProxyEventV2): Request {
  const { domainName, http } = requestContext;
  const url = `https://${domainName}${rawPath}${rawQueryString ? `?${rawQueryString}` : ''}`;
  const bodyless = body === undefined || http.method === 'GET' || http.method === 'HEAD';
  return new Request(url, {
    method: http.method,
    headers: validHeaders(headers),
    ...(bodyless ? {} : { body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }),
  });
}

export async function resultOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    isBase64Encoded: false,
  };
}

/** Without those that HTTP does not allow: making a request of one throws, and the message quotes it. */
function validHeaders(headers: APIGatewayProxyEventV2['headers']): Record<string, string> {
  const valid = Object.entries(headers).flatMap(([name, value]) =>
    value !== undefined && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t -~\u0080-\u00ff]*$/.test(value) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(valid);
}
