/** The same judgement as a Medplum Bot: subscribe it to `Claim`, and each one that is written gets its answer beside it. */
import type { BotEvent, MedplumClient } from '@medplum/core';
import type { Claim, ClaimResponse } from '@medplum/fhirtypes';
import { SHIPPED } from '../src/policy/shipped.ts';
import { createMedplumFhirServer } from './fhir-server/medplum-fhir-server.ts';
import { answerClaim, type HowToAnswer, versionOf } from './webhook/answer-claim.ts';
import { PROGRAM } from './webhook/program.ts';
import { isZone } from './webhook/read-sources.ts';

type Secrets = BotEvent['secrets'];

/**
 * The answer as it was judged; undefined for what is no claim for S9326, or is gone. Read from the secrets of the project, where they are
 * set: S9326_POLICY, S9326_TIME_ZONE, S9326_CANONICAL_BASE, S9326_WRITES_TASK. Rejects when one of them cannot be used, and when the
 * server fails; Medplum then calls again.
 */
export async function handler(medplum: MedplumClient, { input, secrets }: BotEvent<Claim>): Promise<ClaimResponse | undefined> {
  // Of a deletion Medplum tells with an empty object.
  if (input?.resourceType !== 'Claim' || !input.id) return undefined;
  const how = readSecrets(secrets);
  const server = createMedplumFhirServer(medplum);
  const claim = await server.read('Claim', input.id);
  if (!claim) return undefined;
  const judged = await answerClaim(server, claim, versionOf(claim, input.id), how, {
    now: Date.now,
    program: PROGRAM,
    canonicalBase: textOf(secrets, 'S9326_CANONICAL_BASE'),
  });
  return judged?.response;
}

function readSecrets(secrets: Secrets): HowToAnswer {
  const policy = textOf(secrets, 'S9326_POLICY');
  const timeZone = textOf(secrets, 'S9326_TIME_ZONE');
  if (policy && !SHIPPED.some(({ id }) => id === policy)) throw new Error('S9326_POLICY must be the id of a shipped policy.');
  if (timeZone && !isZone(timeZone)) throw new Error('S9326_TIME_ZONE must be an IANA time zone.');
  const { valueBoolean, valueString } = secrets.S9326_WRITES_TASK ?? {};
  return {
    ...(policy ? { policy } : {}),
    ...(timeZone ? { timeZone } : {}),
    countsOwnAnswers: false,
    writesTask: valueBoolean === true || valueString?.trim() === 'true',
  };
}

const textOf = (secrets: Secrets, name: string): string | undefined => secrets[name]?.valueString?.trim() || undefined;
