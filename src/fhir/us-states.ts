/**
 * US states and territories that lie in one time zone of the IANA database (zone1970.tab and the legal borders of 15 U.S.C. 260-264).
 * Left out, because a state alone does not tell the zone: AK, AZ (Navajo Nation keeps summer time), FL, ID, IN, KS, KY, MI, NE, NV (West
 * Wendover), ND, OR, SD, TN, TX.
 */
const ZONES: Readonly<Record<string, string>> = {
  'America/New_York':
    'CT Connecticut, DE Delaware, DC District of Columbia, GA Georgia, ME Maine, MD Maryland, MA Massachusetts, NH New Hampshire, NJ New Jersey, NY New York, NC North Carolina, OH Ohio, PA Pennsylvania, RI Rhode Island, SC South Carolina, VT Vermont, VA Virginia, WV West Virginia',
  'America/Chicago':
    'AL Alabama, AR Arkansas, IL Illinois, IA Iowa, LA Louisiana, MN Minnesota, MS Mississippi, MO Missouri, OK Oklahoma, WI Wisconsin',
  'America/Denver': 'CO Colorado, MT Montana, NM New Mexico, UT Utah, WY Wyoming',
  'America/Los_Angeles': 'CA California, WA Washington',
  'Pacific/Honolulu': 'HI Hawaii',
  'America/Puerto_Rico': 'PR Puerto Rico',
  'America/St_Thomas': 'VI Virgin Islands',
  'Pacific/Guam': 'GU Guam',
  'Pacific/Saipan': 'MP Northern Mariana Islands',
  'Pacific/Pago_Pago': 'AS American Samoa',
};

const byState = new Map(
  Object.entries(ZONES).flatMap(([zone, states]) =>
    states.split(', ').flatMap((state) => [
      [state.slice(0, 2), zone],
      [state.slice(3).toUpperCase(), zone],
    ]),
  ) as [string, string][],
);

/** By postal code or name, in any case; undefined for a state in more than one zone. */
export const zoneOfState = (state: string): string | undefined => byState.get(state.trim().toUpperCase());
