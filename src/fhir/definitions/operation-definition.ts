import type { OperationDefinition } from '@medplum/fhirtypes';
import { type DefinitionOptions, headOf } from './options.ts';

/** Claim/$submit as it is read here: HL7's, with three parameters of ours beside `resource` (read-request.ts). */
export function operationDefinition(options: DefinitionOptions): OperationDefinition {
  return {
    ...headOf('OperationDefinition', 'Claim-submit', 'S9326 claim submission', options),
    kind: 'operation',
    description:
      'Judges claims for HCPCS S9326 (home infusion, continuous pain management, per diem) against the infusion record that is sent with them. Nothing is stored.',
    affectsState: false,
    code: 'submit',
    comment: COMMENT,
    base: 'http://hl7.org/fhir/OperationDefinition/Claim-submit',
    resource: ['Claim'],
    system: false,
    type: true,
    instance: false,
    parameter: [
      {
        name: 'resource',
        use: 'in',
        min: 1,
        max: '1',
        documentation:
          'A Claim; a Bundle of Claims and their record; or a Bundle of such Bundles, or of type batch with Claims, each of which is answered by itself.',
        type: 'Resource',
      },
      {
        name: 'asOf',
        use: 'in',
        min: 0,
        max: '1',
        documentation:
          'The time for which the claims are judged: what was known then. `valueInstant`, or `valueDateTime` with an offset from UTC. Absent: the time of receipt.',
        type: 'instant',
      },
      {
        name: 'policy',
        use: 'in',
        min: 0,
        max: '1',
        documentation:
          'Id of a policy of this server, by which the claims are judged, as `valueString` or `valueCode`. Absent: `baseline`. One that is not there is refused.',
        type: 'string',
      },
      {
        name: 'timeZone',
        use: 'in',
        min: 0,
        max: '1',
        documentation:
          'Time zone of the care, by its name in the IANA database, as `valueString` or `valueCode`: dates are counted in it. Absent: what the record says. One that does not exist is passed over, and a note says so.',
        type: 'string',
      },
      {
        name: 'return',
        use: 'out',
        min: 1,
        max: '1',
        documentation:
          'A ClaimResponse; a Bundle (collection) of them for several Claims; a Bundle (batch-response) with a status for each entry of a batch; for a Da Vinci PAS request its response Bundle; for whom `Prefer` asks for it an OperationOutcome instead. What cannot be read is answered by an OperationOutcome with every issue.',
        type: 'Resource',
      },
    ],
  };
}

const COMMENT = `The body is the resource itself, or Parameters with it as \`resource\`; only Parameters have room for \`asOf\`, \`policy\` and \`timeZone\`.
Of these a repeated one counts last, a value of another type is refused, and any other parameter is passed over (refused where \`Prefer\` says \`handling=strict\`).`;
