import { MET, notMet, type Rule, reason, undetermined } from './rule.ts';

const HOSPITAL_OR_SNF = reason('CO', '58', 'M18');
const OTHER_PLACE = reason('CO', '58', 'M77');
const NOT_STATED = reason('CO', '16', 'M77');
/** Inpatient hospital, skilled nursing facility, inpatient psychiatric and comprehensive rehabilitation facility. */
const HOSPITAL_AND_SNF: readonly string[] = ['21', '31', '51', '61'];
/** Hospice: left to rule not-under-hospice. */
const HOSPICE = '34';

/** 2-rules.md 18. Type of bill 3x is home health and says home. */
export const placeOfServiceHome: Rule = {
  id: 'place-of-service-home',
  title: 'The place of service is a home',
  scope: 'line',
  effect: 'deny',
  codes: [HOSPITAL_OR_SNF, OTHER_PLACE, NOT_STATED],
  sources: ['cms-pos', 'bcbsnd', 'bcbsmt-hit', 'x12-rarc'],
  line({ claim, parametersOn, parameters }, { place, modifiers, span }) {
    if (place === undefined) return claim.isHomeHealthBill ? MET : undetermined(NOT_STATED);
    const { placesOfService, suitePlaces } = span ? parametersOn(span.first) : parameters;
    if (placesOfService.includes(place) || (modifiers.has('SS') && suitePlaces.includes(place)) || place === HOSPICE) return MET;
    return notMet(HOSPITAL_AND_SNF.includes(place) ? HOSPITAL_OR_SNF : OTHER_PLACE);
  },
  explain({ answer, line }, { parametersOn, parameters }) {
    const { placesOfService } = line?.span ? parametersOn(line.span.first) : parameters;
    if (answer.verdict === 'undetermined')
      return {
        message: `Line ${line?.sequence} does not state its place of service.`,
        fix: 'Give the place of service on the line (12 for the home), or on the facility of the claim.',
      };
    return {
      message: `Line ${line?.sequence} was served at place ${line?.place}, which this payer does not count as a home (${placesOfService.join(', ')}).`,
      fix: 'Correct the place of service if the patient was at home; else S9326 does not fit.',
    };
  },
};
