/** `POST /fhir/Claim/$submit` as FHIR's REST has it: what is asked for, what was sent, and the answer in that form. */
import { ContentType } from '@medplum/core';
import type { Context } from 'hono';
import { createCapacity, createTurns } from './capacity.ts';
import type { Config } from './config.ts';
import { countsOf } from './counts.ts';
import { answerType, isReadable } from './negotiate.ts';
import type { AppEnv } from './observe.ts';
import { outcomeOf, refuse, refuseForCapacity, refuseLongAnswer, refuseSize } from './outcome.ts';
import type { Pages } from './pages.ts';
import { type Preferences, readPrefer, writePreferenceApplied } from './prefer.ts';
import { readBody } from './read-body.ts';
import type { Answer, Judge } from './submit-claim.ts';

export interface SubmitDependencies {
  now(): number;
  readonly config: Config;
  readonly judge: Judge;
  readonly maxAnswerBytes?: number | undefined;
  readonly pages?: Pages | undefined;
}

/** Those of FHIR that are honoured here; any other is passed over, unless handling is strict. */
const QUERY_PARAMETERS: ReadonlySet<string> = new Set(['_format', '_pretty']);

export function createSubmitRoute({ now, config, judge, maxAnswerBytes, pages }: SubmitDependencies) {
  const capacity = createCapacity({ maxRequests: config.maxConcurrent, maxBytes: MOST_BODIES * config.maxBodyBytes });
  const turn = createTurns();

  return async (context: Context<AppEnv>): Promise<Response> => {
    const receivedAt = now();
    const { req } = context;
    const contentType = answerType(req.header('accept'), req.query('_format'));
    const preferences = readPrefer(req.header('prefer'));
    if (contentType === undefined)
      return refuse(context, 406, outcomeOf('not-supported', 'Only FHIR JSON is written: accept application/fhir+json.'));
    if (!isReadable(req.header('content-type'), req.header('content-encoding')))
      return refuse(context, 415, outcomeOf('not-supported', 'Only JSON in UTF-8, not compressed, is read: send application/fhir+json.'));
    if (preferences.handling === 'strict' && Object.keys(req.query()).some((name) => !QUERY_PARAMETERS.has(name)))
      return refuse(context, 400, outcomeOf('not-supported', 'The query has a parameter other than _format and _pretty.'));

    const leave = capacity.enter(lengthOf(req.header('content-length'), config.maxBodyBytes));
    if (!leave) return refuseForCapacity(context);
    try {
      const body = await readBody(req.raw, config.maxBodyBytes);
      if (!body.ok) return body.reason === 'too-long' ? refuseSize(context, config.maxBodyBytes) : refuse(context, 400, CUT_OFF);
      await turn();
      const answer = judge(body.bytes, receivedAt, preferences);
      context.set('logged', { ...context.get('logged'), bytes: body.bytes.length, ...countsOf(answer.judgements) });
      return carry(context, answer, preferences, contentType);
    } finally {
      leave();
    }
  };

  function carry(context: Context<AppEnv>, { status, resource, judgements }: Answer, preferences: Preferences, contentType: string) {
    const indent = context.req.query('_pretty') === 'true' ? 2 : undefined;
    const text = resource === undefined ? '' : JSON.stringify(resource, null, indent);
    if (maxAnswerBytes !== undefined && Buffer.byteLength(JSON.stringify(text)) > maxAnswerBytes) return refuseLongAnswer(context);
    if (pages && judgements.length > 0) context.header('Link', `<${pages.keep(judgements)}>; rel="alternate"; type="text/html"`);
    const applied = status === 200 ? writePreferenceApplied(preferences) : undefined;
    if (applied !== undefined) context.header('Preference-Applied', applied);
    if (resource === undefined) return context.body(null, status);
    // A refusal is FHIR JSON whatever was asked for, like every other.
    return context.body(text, status, { 'content-type': status === 200 ? contentType : ContentType.FHIR_JSON });
  }
}

const CUT_OFF = outcomeOf('incomplete', 'The body was cut off.');

/** Bodies of the longest kind that are held at once, besides the number of requests: what is read takes several times its length. */
const MOST_BODIES = 16;

/** A body that does not say how long it is may be as long as any. */
function lengthOf(header: string | undefined, longest: number): number {
  const length = Number(header ?? Number.NaN);
  return Number.isSafeInteger(length) && length >= 0 ? Math.min(length, longest) : longest;
}
