/** Advice as CDS Hooks 2.0 cards, and coverage answers as system actions: never the one as the other. */
import type { Extension, Resource } from '@medplum/fhirtypes';
import { nameUuid } from '../fhir/name-uuid.ts';
import { writeCoverageInformation } from '../fhir/write-coverage-information.ts';
import type { Advice, Advised, Question } from '../order/advice.ts';
import { type CardCoding, overrideReasons } from './override-reasons.ts';

export type { CardCoding };

export interface Action {
  readonly type: 'update';
  readonly description: string;
  readonly resource: Resource;
}

export interface Card {
  readonly uuid: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: Advice['indicator'];
  readonly source: { readonly label: string; readonly url?: string; readonly topic: CardCoding };
  readonly suggestions?: readonly {
    readonly label: string;
    readonly uuid: string;
    readonly actions: readonly Action[];
  }[];
  readonly selectionBehavior?: 'at-most-one';
  readonly overrideReasons?: readonly CardCoding[];
  readonly links?: readonly CardLink[];
  readonly extension?: { readonly 'davinci-crd.associated-resource': readonly string[] };
}

export interface CardLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute';
}

export interface HookResponse {
  readonly cards: readonly Card[];
  /** Absent where there is none. */
  readonly systemActions?: readonly Action[];
}

export interface HookResponseOptions {
  /** `hookInstance` of the request: feedback names cards by their uuid, which is one card of one call. */
  readonly instance?: string;
  /** Below which our code systems are. */
  readonly canonicalBase?: string;
  /** Where the checklist is, for the reminder and for what is missing on record. */
  readonly checklist?: CardLink;
}

/** CRD's card types. None is `coverage-info`: that is for system actions. */
const TOPICS: Readonly<Record<Question, readonly [code: string, display: string]>> = {
  'payable-by-coverage': ['insurance', 'Insurance'],
  'authorization-needed': ['insurance', 'Insurance'],
  'setting-home': ['claim', 'Claim'],
  'code-fits': ['claim', 'Claim'],
  'order-complete': ['guideline', 'Guideline'],
  'alternatives-documented': ['guideline', 'Guideline'],
  'record-for-payment': ['clinical-reminder', 'Clinical Reminder'],
};
const CRD_CODES = 'http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp';

const WITH_CHECKLIST: ReadonlySet<Question> = new Set<Question>(['alternatives-documented', 'record-for-payment']);

/** The body of the answer to a hook. The same for the same advice and instance. */
export function writeHookResponse({ advice, coverage, orders }: Advised, options: HookResponseOptions = {}): HookResponse {
  const annotated = new Map(orders);
  const systemActions = coverage.flatMap((answer): Action[] => {
    const order = orders.get(answer.order);
    const resource = order && writeCoverageInformation(order, answer);
    if (!resource) return [];
    annotated.set(answer.order, resource);
    return [{ type: 'update', description: `Coverage information for ${answer.billingCode}`, resource }];
  });
  const cards = advice.map((each) => cardOf(each, annotated, options));
  return { cards, ...(systemActions.length > 0 && { systemActions }) };
}

function cardOf(advice: Advice, orders: Advised['orders'], { instance = '', canonicalBase, checklist }: HookResponseOptions): Card {
  const { question, order, indicator, summary, detail, source, suggestion } = advice;
  const uuid = nameUuid(JSON.stringify([instance, question, order, summary, detail]));
  const [code, display] = TOPICS[question];
  const reasons = indicator === 'info' ? [] : overrideReasons(question, canonicalBase);
  const about = order === '' ? [...orders.keys()] : [order];
  return {
    uuid,
    summary,
    detail,
    indicator,
    source: { ...source, topic: { system: CRD_CODES, code, display } },
    ...(suggestion && {
      suggestions: [
        {
          label: suggestion.label,
          uuid: nameUuid(`suggestion of ${uuid}`),
          actions: [{ type: 'update', description: suggestion.label, resource: withExtensionsOf(suggestion.resource, orders.get(order)) }],
        },
      ],
      selectionBehavior: 'at-most-one',
    }),
    ...(reasons.length > 0 && { overrideReasons: reasons }),
    ...(checklist && WITH_CHECKLIST.has(question) && { links: [checklist] }),
    ...(about.length > 0 && { extension: { 'davinci-crd.associated-resource': about } }),
  };
}

/** What is accepted is written after the system action, and must not undo it. */
function withExtensionsOf(mended: Resource, order: Resource | undefined): Resource {
  const { extension } = (order ?? {}) as { extension?: Extension[] };
  return extension ? ({ ...mended, extension } as Resource) : mended;
}
