/** The advice on an order, as the body of the answer to a hook. */

import { canonicalOf } from '../../src/fhir/definitions/options.ts';
import { QUESTIONNAIRE_ID } from '../../src/fhir/definitions/questionnaire.ts';
import { advise } from '../../src/order/advise.ts';
import type { OrderRequest } from '../../src/order/read-orders.ts';
import { type CardLink, type HookResponse, writeHookResponse } from '../../src/present/cards.ts';
import { CHECKLIST_PATH } from '../http/checklist-path.ts';

export interface AskedOfHook {
  readonly request: OrderRequest;
  /** `hookInstance` of the call. */
  readonly instance: string;
  /** What is configured for who calls. */
  readonly policy?: string | undefined;
  readonly timeZone?: string | undefined;
}

export interface AnsweredHook {
  readonly response: HookResponse;
  /** Orders for pain infusion at home are among those that were asked about, so that a coverage is asked for too. */
  readonly hasOrders: boolean;
}

export type AnswerHook = (asked: AskedOfHook) => AnsweredHook;

export interface AnswerHookOptions {
  readonly canonicalBase?: string | undefined;
  /** Where the checklist is; absent: cards have no link to it. */
  readonly publicUrl?: string | undefined;
}

/** By the policy that is configured for the caller, else by the shipped ones, as for a claim. */
export function createAnswerHook({ canonicalBase, publicUrl }: AnswerHookOptions = {}): AnswerHook {
  const questionnaire = canonicalOf('Questionnaire', QUESTIONNAIRE_ID, { canonicalBase });
  const checklist: CardLink | undefined =
    publicUrl === undefined
      ? undefined
      : { label: 'Checklist of what must be on record', url: `${publicUrl}${CHECKLIST_PATH}`, type: 'absolute' };
  return ({ request, instance, policy, timeZone }) => {
    const chosen = { ...(policy === undefined ? {} : { policy }), ...(timeZone === undefined ? {} : { timeZone }) };
    const advised = advise(request, { policies: [], ...chosen, questionnaire });
    const response = writeHookResponse(advised, {
      instance,
      ...(canonicalBase === undefined ? {} : { canonicalBase }),
      ...(checklist ? { checklist } : {}),
    });
    return { response, hasOrders: advised.orders.size > 0 };
  };
}
