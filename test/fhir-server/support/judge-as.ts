/** Judges any Bundle as an example says: its time, zone and policy. */
import type { Bundle } from '@medplum/fhirtypes';
import { type Assessment, adjudicate, parseInstant, readPolicy, readRequest } from '../../../src/index.ts';
import { zoneOf } from '../../support/example-bundle.ts';
import type { Given } from '../../support/example-given.ts';
import { isObject } from '../../support/example-kinds.ts';
import { fhirTime } from '../../support/example-time.ts';

export function asOfOf(given: Given): number {
  const asOf = parseInstant(fhirTime(String(given.asOf), zoneOf(given)));
  if (asOf === undefined) throw new Error('asOf must be a time');
  return asOf;
}

/** The assessment of the claim with that id; undefined where the example is about a policy that is refused. */
export function judgeAs(given: Given, bundle: Bundle, id: string): Assessment | undefined {
  const { policy: stated, timeZone } = given;
  const read = isObject(stated) ? readPolicy({ id: 'of-the-example', title: 'Of the example', ...stated }, []) : undefined;
  if (read && !read.ok) return undefined;
  const request = readRequest(JSON.parse(JSON.stringify(bundle)));
  const [record] = request.ok ? request.request.records : [];
  if (!record) throw new Error('The Bundle is refused');
  const named = read ? (read.policy.appliesTo ? undefined : read.policy.id) : stated;
  const judgements = adjudicate(record, {
    asOf: asOfOf(given),
    policies: read ? [read.policy] : [],
    ...(timeZone !== undefined && { timeZone: String(timeZone) }),
    ...(named !== undefined && { policy: String(named) }),
  });
  return judgements.find(({ claim }) => claim.id === id)?.assessment;
}
