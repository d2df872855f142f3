/** What a sweep answered, written back to the FHIR server that its record came from, as the webhook writes it: once for a version of a claim. */
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { writeBack } from '../fhir-server/write-back.ts';
import { versionOf } from '../webhook/answer-claim.ts';
import { PROGRAM } from '../webhook/program.ts';
import { judgeToWrite, type SweepOptions, type Work } from './judge-work.ts';

export interface WrittenBack {
  readonly written: number;
  /** Claims without an id, which nothing can answer to. */
  readonly passedOver: number;
}

/** Safe to repeat, also after a stop. `writesTask`: a Task beside an answer that pends. Rejects with a FhirServerError. */
export async function writeAnswersBack(
  works: AsyncIterable<Work> | Iterable<Work>,
  options: SweepOptions,
  server: FhirServer,
  now: () => number,
  writesTask = true,
): Promise<WrittenBack> {
  let [written, passedOver] = [0, 0];
  for await (const work of works)
    for (const { judgement, response } of judgeToWrite(work, options)) {
      const { id } = judgement.claim;
      if (id === undefined) passedOver += 1;
      else {
        await writeBack(server, {
          claim: versionOf(judgement.claim, id),
          response,
          judgement,
          writesTask,
          program: PROGRAM,
          recorded: new Date(now()).toISOString(),
          canonicalBase: options.canonicalBase,
        });
        written += 1;
      }
    }
  return { written, passedOver };
}
