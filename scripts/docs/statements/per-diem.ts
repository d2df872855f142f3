/** What a day of S9326 is. */
import type { Topic } from '../statement.ts';

export const PER_DIEM: readonly Topic[] = [
  {
    title: 'Per diem',
    statements: [
      {
        says: 'A per diem stands for each day of access to the therapy, from the day on which it starts to the day on which it ends for good.',
        source: 'nhia-per-diem',
        where: 'definition of the per diem',
        rules: ['day-supported'],
        how: 'The default, access-days. First and last day count.',
        worked: 'a pause of exactly 72 hours',
      },
      {
        says: 'The definition is for therapies that are given at least every 72 hours.',
        source: 'oregon-100',
        where: '(4)(b)',
        rules: ['day-supported'],
        how: 'A pause of up to 72 hours does not end a therapy (therapyPauseHours).',
        worked: 'a pause of 72 hours and a minute: two therapies',
      },
      {
        says: 'A per diem is a day of access to a prescribed therapy.',
        source: 'oregon-410-148-0100',
        where: '(4)(b)',
        rules: ['day-supported', 'order-on-file'],
        how: 'Policy oregon-medicaid-2024 (access-days, 72 hours).',
      },
      {
        says: 'The per diem is paid for as long as the therapy lasts.',
        source: 'alaska-425',
        where: 'per diem',
        rules: ['day-supported'],
        how: 'access-days; no policy is shipped for Alaska.',
      },
      {
        says: 'Only days on which something was infused are paid.',
        source: 'bcbstx-2015',
        where: 'all-inclusive per diem rates',
        rules: ['day-supported'],
        how: 'infusion-days.',
        worked: 'a pause of exactly 72 hours',
      },
      {
        says: 'A day with only a nursing visit is paid too.',
        source: 'bcbstx-schedule',
        where: 'all-inclusive per diem rates',
        notChecked:
          'The record of infusion shows no infusion on it; a day of nursing alone is refused and has to be argued with the visit note.',
      },
      {
        says: 'A per diem is one unit a day.',
        source: 'hcpcs-2026',
        where: 'record of S9326: per diem',
        rules: ['units-stated', 'units-within-span', 'one-per-diem-per-day'],
      },
      {
        says: 'One day is one unit.',
        source: 'oregon-300',
        where: 'per diem kits',
        rules: ['one-per-diem-per-day'],
        how: 'Said of kits; taken for the per diem of the therapy too.',
      },
      {
        says: 'The day of a delivery is no day of infusion by itself.',
        source: 'nhia-per-diem',
        where: 'the count begins with the start of the therapy',
        rules: ['day-supported'],
        how: 'Days covered by a delivery alone are unclear: the unit waits for the administration record.',
      },
      {
        says: 'Access to a therapy that is hardly used can be questioned.',
        source: 'nhia-per-diem',
        where: 'follows from access without infusion',
        rules: ['therapy-mostly-infused'],
        how: 'Our own advice, not a denial (idleShare).',
      },
    ],
  },
];
