import { datesInWords, plural } from '../time/dates-in-words.ts';
import { authorizationsOn, hasUnitLeft } from './authorizations.ts';
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
    if (authorizationsOn(claim, date).length === 0) return NOT_APPLICABLE;
    if (hasUnitLeft(claim, date, laidBefore, true)) return MET;
    // Used up by an open claim only: that is history that pends.
    return notMet(USED_UP, hasUnitLeft(claim, date, laidBefore, false) ? 'pend' : undefined);
  },
  explain({ dates }, claim) {
    const holding = new Set(dates.flatMap((date) => authorizationsOn(claim, date)));
    const units = [...holding].reduce((sum, authorization) => sum + (authorization.units ?? 0), 0);
    return {
      message: `The authorization is for ${plural(units, 'unit')}, and none is left for ${datesInWords(dates)}.`,
      fix: 'Ask the payer for more units, with the record of the days.',
      evidence: [...new Set([...holding].map(({ reference }) => reference))].sort(),
    };
  },
};
