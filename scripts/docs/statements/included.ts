/** What is in the per diem. */
import type { Topic } from '../statement.ts';

export const INCLUDED: readonly Topic[] = [
  {
    title: 'What is included',
    statements: [
      {
        says: 'The per diem includes administration, professional pharmacy services, care coordination, and all supplies and equipment that are needed.',
        source: 'hcpcs-2026',
        where: 'record of S9326',
        rules: ['supplies-included'],
        how: 'No payer publishes a list of codes: which codes these are is our reading, and a policy may add and carve out.',
      },
      {
        says: 'Included are compounding fees, the pole, pumps and cassettes, and intravenous supplies with catheter kits.',
        source: 'arkansas-802',
        where: 'per diem',
        rules: ['supplies-included', 'catheter-care-included'],
      },
      {
        says: 'Included is what the therapy takes of pharmacy, coordination, supplies and equipment; nursing is billed apart.',
        source: 'nhia-per-diem',
        where: 'definition of the per diem; its list is known at second hand',
        rules: ['supplies-included', 'nursing-coded-correctly'],
      },
      {
        says: 'Included are equipment and supplies, solutions, compounding and dispensing, teaching and delivery.',
        source: 'bcbsmt-hit',
        where: 'what home infusion includes',
        rules: ['supplies-included'],
        how: 'Where the set has a code for it; a line of a code that no rule knows is not judged.',
      },
      {
        says: 'Intravenous solutions are within the per diem.',
        source: 'bcbstx-schedule',
        where: 'all-inclusive per diem rates',
        notChecked:
          'Solutions and diluents that are billed as drugs (J codes) stay drugs, because contracts disagree; A4216 and A4217 are included unless a policy carves them out.',
      },
      {
        says: 'Catheter care is paid only by itself, or on days without another per diem.',
        source: 'oregon-300',
        where: 'catheter care kits',
        rules: ['catheter-care-included'],
      },
      {
        says: 'S5502 is for an access that is not in use.',
        source: 'hcpcs-2026',
        where: 'record of S5502',
        rules: ['catheter-care-included'],
        how: 'An idle second access is refused too; whoever can show it may have the rule pend by policy.',
      },
      {
        says: 'S9810, and the codes of pregnancy management, are not used with a home infusion per diem.',
        source: 'hcpcs-2026',
        where: 'records of S9810, S9208 to S9214',
        rules: ['excluded-with-per-diem'],
      },
      {
        says: 'S9325 is not used with S9326, S9327 or S9328.',
        source: 'hcpcs-2026',
        where: 'record of S9325',
        rules: ['pain-per-diems-exclusive'],
        how: 'S9327 and S9328 beside S9326 are refused by logic, not by their records, unless one is marked as concurrent.',
      },
      {
        says: 'Cassettes and bags for an external pump are paid outside the per diem.',
        source: 'bcbsne-guidelines',
        where: 'equipment outside the per diem',
        rules: ['supplies-included'],
        how: 'Policy bcbsne-2022 carves A4222 out.',
      },
      {
        says: 'The pole is paid separately.',
        source: 'oregon-410-148-0300',
        where: '(2)(b)(E) and (F)',
        rules: ['supplies-included'],
        how: 'Policy oregon-medicaid-2024 carves E0776 out.',
      },
      {
        says: 'Kits to open, repair or insert a catheter are paid separately.',
        source: 'oregon-300',
        where: 'S5517, S5518, S5520, S5521',
        rules: ['supplies-included'],
        how: 'They are not in the set of included codes: such a line is not judged.',
      },
    ],
  },
];
