/** What must be on record, as a Questionnaire: the canonical that coverage-information and cards point to. */
import type { Questionnaire } from '@medplum/fhirtypes';
import { RECORD_GROUPS } from '../../policy/record-items.ts';
import { COPYRIGHT, canonicalOf, type DefinitionOptions, headOf } from './options.ts';

export const QUESTIONNAIRE_ID = 'home-pain-infusion';

export function questionnaires(options: DefinitionOptions): readonly Questionnaire[] {
  return [
    {
      ...headOf('Questionnaire', QUESTIONNAIRE_ID, 'Record of a continuous pain infusion at home', options),
      description: 'What must be on record for the days of a continuous pain infusion at home (HCPCS S9326) to be payable.',
      copyright: COPYRIGHT,
      subjectType: ['Patient'],
      item: RECORD_GROUPS.map(({ linkId, title, items }) => ({
        linkId,
        text: title,
        type: 'group' as const,
        item: items.map((each) => ({
          linkId: each.linkId,
          text: each.text,
          type: 'boolean' as const,
          definition: `${canonicalOf('CodeSystem', 'rules', options)}#${each.rules[0]}`,
          item: [{ linkId: `${each.linkId}-where`, text: 'Where it is found', type: 'string' as const }],
        })),
      })),
    },
  ];
}
