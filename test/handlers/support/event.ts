/** An event as an HTTP API sends it to Lambda (payload 2.0). */
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export const API_KEY = 'a key for tests';
export const API_KEY_SHA256 = createHash('sha256').update(API_KEY).digest('hex');

export interface EventOptions {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A POST to $submit with the key, unless said otherwise. */
export function eventOf(
  body: unknown,
  { method = 'POST', path = '/fhir/Claim/$submit', headers = {} }: EventOptions = {},
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/fhir+json',
      host: 'abc123.execute-api.us-east-1.amazonaws.com',
      'x-api-key': API_KEY,
      ...headers,
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc123',
      domainName: 'abc123.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'abc123',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'id=',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '01/Apr/2025:12:00:00 +0000',
      timeEpoch: 1743508800000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
