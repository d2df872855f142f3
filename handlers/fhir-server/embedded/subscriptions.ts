/** Tells those who subscribed, as Medplum does: the resource as body, signed with the secret of the Subscription. */
import { createHmac } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ContentType, getReferenceString, resourceMatchesSubscriptionCriteria } from '@medplum/core';
import type { Subscription } from '@medplum/fhirtypes';
import type { Change } from './repository.ts';

/** Medplum's own, so that a Subscription that works here works there. */
export const SECRET_EXTENSION = 'https://www.medplum.com/fhir/StructureDefinition/subscription-secret';

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;

export interface Notifier {
  /** Returns at once; what is on its way, `settled` waits for. */
  tell(changes: readonly Change[]): void;
  settled(): Promise<void>;
}

/** `subscriptions` gives those that are active now. */
export function createNotifier(subscriptions: () => Promise<readonly Subscription[]>): Notifier {
  const underWay = new Set<Promise<void>>();
  return {
    tell(changes) {
      const told = tellAll(changes, subscriptions).finally(() => underWay.delete(told));
      underWay.add(told);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function tellAll(changes: readonly Change[], subscriptions: () => Promise<readonly Subscription[]>): Promise<void> {
  const active = await subscriptions();
  await Promise.all(
    changes.flatMap((change) => active.map(async (each) => ((await isAbout(each, change)) ? deliver(each, change) : undefined))),
  );
}

async function isAbout(subscription: Subscription, { resource, previous, interaction }: Change): Promise<boolean> {
  if (!isLoopback(subscription.channel.endpoint)) return false;
  // Medplum asks the criteria of what was deleted, too.
  return resourceMatchesSubscriptionCriteria({
    resource,
    subscription,
    context: { interaction },
    getPreviousResource: async () => previous,
  });
}

/** A server for a first try has no business with other machines. */
function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && URL.canParse(endpoint) && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(endpoint).hostname);
}

async function deliver(subscription: Subscription, { resource, interaction }: Change): Promise<void> {
  const { endpoint = '', header = [] } = subscription.channel;
  const body = interaction === 'delete' ? '{}' : JSON.stringify(resource);
  const secret = subscription.extension?.find(({ url }) => url === SECRET_EXTENSION)?.valueString;
  const headers = new Headers({
    'content-type': ContentType.FHIR_JSON,
    'x-medplum-subscription': subscription.id ?? '',
    'x-medplum-interaction': interaction,
  });
  if (interaction === 'delete') headers.set('x-medplum-deleted-resource', getReferenceString(resource));
  if (secret !== undefined) headers.set('x-signature', createHmac('sha256', secret).update(body).digest('hex'));
  for (const line of header) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await setTimeout(FIRST_WAIT_MS * 2 ** attempt);
    if (await isTaken(endpoint, headers, body)) return;
  }
}

async function isTaken(endpoint: string, headers: Headers, body: string): Promise<boolean> {
  try {
    const { ok } = await fetch(endpoint, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(10_000) });
    return ok;
  } catch {
    return false;
  }
}
