import { datesInWords, plural } from '../time/dates-in-words.ts';
import { authorizationsOn } from './authorizations.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const USED_UP = reason('CO', '198', 'N54');

/** 2-rules.md 16. Asked last, in the order in which units are laid: units allowed or pended before use the authorization up. */
export const authorizationUnitsLeft: Rule = {
  id: 'authorization-units-left',
  title: 'The authorization has a unit left for the date',
  scope: 'date',
  effect: 'deny',
  codes: [USED_UP],
  sources: ['davinci-pas', 'x12-carc'],
  needs: 'focal insurance',
  looksBack: true,
  counting(claim, _, date, laidBefore) {
    const holding = authorizationsOn(claim, date);
    if (holding.length === 0) return NOT_APPLICABLE;
    // Several that hold: a unit is left when any of them has one, and one without a number of units has no limit.
    return holding.some(({ units, used }) => units === undefined || used + laidBefore < units) ? MET : notMet(USED_UP);
  },
  explain({ dates }, { authorizations }) {
    const granted = authorizations.flatMap(({ units }) => units ?? []);
    return {
      message: `The authorization is for ${plural(Math.max(0, ...granted), 'unit')}, and none is left for ${datesInWords(dates)}.`,
      fix: 'Ask the payer for more units, with the record of the days.',
      evidence: authorizations.map(({ reference }) => reference),
    };
  },
};
