/** Prints a hash of the answers to a hundred random records: the same in whatever time zone the machine is. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { adjudicate, parseInstant, readRequest, writeClaimResponse } from '../../src/index.ts';
import { AS_OF, anyResources } from '../support/build-chains.ts';
import { bundleOf } from '../support/build-record.ts';

const hash = createHash('sha256');
let judged = 0;
for (const resources of fc.sample(anyResources, { numRuns: 100, seed: 9326 })) {
  const read = readRequest(bundleOf(resources));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  for (const judgement of read.request.records.flatMap((record) => adjudicate(record, { asOf: parseInstant(AS_OF) ?? 0, policies: [] }))) {
    hash.update(JSON.stringify(judgement.assessment)).update(JSON.stringify(writeClaimResponse(judgement)));
    judged += 1;
  }
}
console.log(JSON.stringify({ hash: hash.digest('hex'), judged, zone: new Intl.DateTimeFormat().resolvedOptions().timeZone }));
