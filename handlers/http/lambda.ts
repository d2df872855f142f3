/** The app behind an HTTP API, as a Lambda handler. */
import { assembleApp, type Parts } from './assemble.ts';
import { LAMBDA_BODY_BYTES } from './config.ts';
import { type LambdaHandler, requestOf, resultOf } from './lambda-event.ts';
import { createLog } from './log.ts';

export type { LambdaHandler } from './lambda-event.ts';

export function createLambdaHandler(parts: Parts): LambdaHandler {
  const log = createLog(parts.write);
  // What is longer, Lambda drops, and its caller gets a 500 that says nothing. The rest of the result takes a little too.
  const app = assembleApp({ ...parts, log, maxAnswerBytes: LAMBDA_BODY_BYTES - 16_384 });
  return async (event, context) => {
    if (context) log.addContext(context);
    return resultOf(await app.fetch(requestOf(event)));
  };
}
