/** Our CodeSystems, and for those that an extension is bound to the ValueSet of all their codes. */
import type { CodeSystem, CodeSystemConcept, ValueSet } from '@medplum/fhirtypes';
import { OVERRIDE_REASONS } from '../../policy/override-reasons.ts';
import { type BoundCodes, LEDGER_CODES } from './ledger-codes.ts';
import { COPYRIGHT, canonicalOf, type DefinedRule, type DefinitionOptions, headOf, SCOPES } from './options.ts';

type Id = BoundCodes | 'adjudication' | 'tag' | 'override-reason';

interface Content {
  readonly title: string;
  readonly description: string;
  readonly concept: CodeSystemConcept[];
  readonly copyright?: string;
}

const BOUND: readonly BoundCodes[] = ['rules', ...(Object.keys(LEDGER_CODES) as (keyof typeof LEDGER_CODES)[])];

export function codeSystems(options: DefinitionOptions): readonly CodeSystem[] {
  return ([...BOUND, 'adjudication', 'tag', 'override-reason'] as const).map((id) => writeCodeSystem(id, contentOf(id, options), options));
}

export function valueSets(options: DefinitionOptions): readonly ValueSet[] {
  return BOUND.map((id) => {
    const { title, description, copyright = COPYRIGHT } = contentOf(id, options);
    return {
      ...headOf('ValueSet', id, title, options),
      description: `${description} All codes of the CodeSystem.`,
      immutable: true,
      copyright,
      compose: { include: [{ system: canonicalOf('CodeSystem', id, options) }] },
    };
  });
}

function writeCodeSystem(id: Id, { title, description, concept, copyright = COPYRIGHT }: Content, options: DefinitionOptions): CodeSystem {
  const isBound = BOUND.some((bound) => bound === id);
  return {
    ...headOf('CodeSystem', id, title, options),
    description,
    copyright,
    caseSensitive: true,
    ...(isBound ? { valueSet: canonicalOf('ValueSet', id, options) } : {}),
    compositional: false,
    versionNeeded: false,
    content: 'complete',
    count: concept.length,
    ...(id === 'rules' ? { property: RULE_PROPERTIES } : {}),
    concept,
  };
}

function contentOf(id: Id, { rules }: DefinitionOptions): Content {
  if (id === 'rules') return { ...OF_RULES, concept: rules.map(ruleConcept) };
  if (id === 'adjudication') return OF_ADJUDICATION;
  if (id === 'tag') return OF_TAG;
  if (id === 'override-reason') return OF_OVERRIDE_REASON;
  const { title, description, codes } = LEDGER_CODES[id];
  return { title, description, concept: Object.entries(codes).map(([code, meaning]) => ({ code, ...meaning })) };
}

const OF_ADJUDICATION: Content = {
  title: 'S9326 adjudication',
  description: 'Kinds of adjudication for which no published system has a word.',
  concept: [
    {
      code: 'pendreason',
      display: 'Reason for pending',
      definition: 'Why units wait: the reason as `reason`, their number as `value`. They are not refused, and count in no adjustment.',
    },
  ],
};

const OF_TAG: Content = {
  title: 'S9326 tag',
  description: 'Tags of resources that we write.',
  concept: [
    {
      code: 'proposal',
      display: 'Proposal',
      definition: 'A corrected claim, written for a biller to look at. Nobody has sent it.',
    },
  ],
};

const OF_OVERRIDE_REASON: Content = {
  title: 'S9326 override reason',
  description: 'Why a clinician passed over a card of the CDS Hooks services.',
  concept: Object.entries(OVERRIDE_REASONS).map(([code, display]) => ({ code, display })),
};

const OF_RULES = {
  title: 'S9326 rules',
  description:
    'The rules by which claims for HCPCS S9326 are judged, in order of precedence: a unit that several refuse carries the first of them.',
  copyright: `${COPYRIGHT} Claim adjustment group, reason and remark codes are maintained by X12: codes only, without their texts.`,
};

const RULE_PROPERTIES: NonNullable<CodeSystem['property']> = [
  {
    code: 'effect',
    type: 'string',
    description: 'What happens when the rule is not met, unless a policy says otherwise: deny, pend or advise.',
  },
  { code: 'scope', type: 'string', description: 'What the rule is asked of.' },
  { code: 'reason', type: 'string', description: 'Codes that an answer may give: group, CARC and RARCs, joined by hyphens.' },
];

/** What holds when the rule is met is its display; the definition says the rest. */
function ruleConcept({ id, title, scope, effect, codes, isOffByDefault, looksBack }: DefinedRule): CodeSystemConcept {
  const reasons = codes.map(({ group, carc, rarc }) => [group, carc, ...rarc].join('-'));
  const sentences = [
    `${title}.`,
    `Asked of ${SCOPES[scope]}${isOffByDefault ? ', where a policy says so' : ''}${looksBack ? ', not of a preauthorization' : ''}.`,
    `${EFFECTS[effect]} when it is not met${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}.`,
  ];
  return {
    code: id,
    display: title,
    definition: sentences.join(' '),
    property: [
      { code: 'effect', valueString: effect },
      { code: 'scope', valueString: SCOPES[scope] },
      ...reasons.map((valueString) => ({ code: 'reason', valueString })),
    ],
  };
}

const EFFECTS: Readonly<Record<DefinedRule['effect'], string>> = { deny: 'Denies', pend: 'Pends', advise: 'Advises' };
