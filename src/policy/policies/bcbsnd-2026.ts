/** BCBS of North Dakota pays days of infusion, one month a line, at home, in the office or in an infusion suite. Its policy bears no date. */
export const BCBSND_2026 = {
  id: 'bcbsnd-2026',
  title: 'BCBS of North Dakota, home infusion reimbursement policy as read in November 2026',
  extends: 'baseline',
  parameters: { dayCounting: 'infusion-days', lineSpan: 'calendar-month', placesOfService: ['11', '12', '49'] },
  sources: {
    'bcbsnd-policy': {
      title: 'BCBSND, Reimbursement policy: Home infusion therapy services',
      url: 'https://www.bcbsnd.com/providers/policies-precertification/reimbursement-policy/home-infusion-therapy-services',
      locator: 'Policy and Billing Guidelines; a day "equals 24 hours" there, taken as a date with infusion',
      checked: '2026-11-23',
    },
  },
};
