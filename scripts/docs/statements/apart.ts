/** What is billed beside the per diem, and the modifiers of therapies that run together. */
import type { Topic } from '../statement.ts';

export const APART: readonly Topic[] = [
  {
    title: 'What is apart',
    statements: [
      {
        says: 'Drugs and nursing visits are coded separately.',
        source: 'hcpcs-2026',
        where: 'record of S9326',
        rules: ['drugs-coded-separately', 'nursing-coded-correctly'],
        how: 'A claim without a drug line is only told so: the drug may stand on a pharmacy claim.',
      },
      {
        says: 'Visits are billed by 99601, their further hours by 99602.',
        source: 'hmsa',
        where: 'nursing visits',
        rules: ['nursing-coded-correctly'],
      },
      {
        says: 'S9123 is general nursing, not what visit codes 99500 to 99602 say.',
        source: 'hcpcs-2026',
        where: 'record of S9123',
        rules: ['nursing-coded-correctly'],
        how: 'Advice, where 99601 stands on the same date.',
      },
      {
        says: 'Only the quantity of a drug that was given is billed.',
        source: 'bcbsnc-2011',
        where: 'drugs',
        rules: ['drug-units-match-infused'],
        how: 'Advice, by rate and time, where rates are in units of mass (drugUnitTolerance); lines with JW or SV are added.',
      },
      {
        says: 'A drug without a code of its own is billed by J3490 with its NDC.',
        source: 'hmsa',
        where: 'unlisted drugs',
        rules: ['unlisted-drug-identified'],
        how: 'A description is enough, too.',
      },
      {
        says: 'Codes may be billed from the day they are added to the day they are terminated.',
        source: 'hcpcs-2026',
        where: 'add and termination dates',
        rules: ['code-in-force'],
      },
    ],
  },
  {
    title: 'Modifiers and concurrent therapies',
    statements: [
      {
        says: 'SH marks the second, SJ a third or later concurrent therapy.',
        source: 'hcpcs-2026',
        where: 'modifiers SH, SJ',
        rules: ['modifiers-consistent', 'concurrent-therapy-modified'],
      },
      {
        says: 'The modifiers of concurrent therapies are to be used more widely than before.',
        source: 'nhia-2012',
        where: 'changes (read in part)',
        rules: ['concurrent-therapy-modified'],
        how: 'Pended, not denied: older contracts do not ask for them.',
      },
      {
        says: 'SS marks a service in the infusion suite.',
        source: 'hcpcs-2026',
        where: 'modifier SS',
        rules: ['modifiers-consistent', 'place-of-service-home'],
      },
      {
        says: 'A second concurrent therapy is paid by half, further ones not.',
        source: 'bcbstx-schedule',
        where: 'concurrent therapies',
        applied: 'concurrentPercent multiplies the eligible amount of lines with SH or SJ.',
        file: 'src/fhir/write-prices.ts',
        test: 'test/fhir/write-prices.test.ts',
      },
      {
        says: 'Concurrent therapies are paid by 100, 80 and 75 percent.',
        source: 'alaska-425',
        where: 'concurrent therapies',
        applied: 'The same parameter; no policy is shipped for Alaska.',
        file: 'src/fhir/write-prices.ts',
        test: 'test/fhir/write-prices.test.ts',
      },
    ],
  },
];
