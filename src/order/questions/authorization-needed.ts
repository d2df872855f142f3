import type { Authorization } from '../../documentation.ts';
import { formatDate } from '../../time/civil-date.ts';
import type { Advice } from '../advice.ts';
import { isInForce } from '../choose-coverage.ts';
import { billingCode, type Therapy } from '../therapy.ts';

/** Granted for S9326, and its period holds the day on which the infusion is to begin. */
export function authorizationAtHand(therapy: Therapy): Authorization | undefined {
  if (billingCode(therapy) !== 'S9326') return undefined;
  return therapy.authorizations.find((each) => each.answer === 'granted' && holds(each, therapy));
}

/** Is an authorization needed, and is it there? Only where a coverage is in force and the payer's policy asks for one. */
export function authorizationNeeded(therapy: Therapy): readonly Advice[] {
  const { coverage, parameters, start } = therapy;
  const isAsked = coverage !== undefined && isInForce(coverage, start) && parameters.authorizationRequired;
  if (!isAsked || authorizationAtHand(therapy)) return [];
  const code = billingCode(therapy);
  const about = { question: 'authorization-needed', order: '', source: { label: therapy.policyTitle } } as const;
  const own = code === 'S9326' ? therapy.authorizations : [];
  if (own.some(({ answer }) => answer === 'waiting'))
    return [
      {
        ...about,
        indicator: 'info',
        summary: `The authorization for ${code} has been asked for and is not answered yet`,
        detail: 'Days infused before it is granted may not be paid: wait for the answer, or ask the payer to hasten it.',
      },
    ];
  return [
    {
      ...about,
      indicator: 'warning',
      summary: `This payer pays ${code} only when authorized, and ${lackOf(own, therapy)}`,
      detail: `Ask for it before the infusion begins, from ${formatDate(therapy.start)} on, with the order, the diagnosis and what other pain control was tried. A day that is not authorized is not paid.`,
    },
  ];
}

const holds = ({ start, end }: Authorization, { start: day }: Therapy): boolean => (start ?? day) <= day && day <= (end ?? day);

function lackOf(own: readonly Authorization[], therapy: Therapy): string {
  if (own.some(({ answer }) => answer === 'granted')) return `the one on record does not hold on ${formatDate(therapy.start)}`;
  return own.length > 0 ? 'it was refused' : 'none is on record';
}
