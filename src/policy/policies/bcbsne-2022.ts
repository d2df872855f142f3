/** BCBS of Nebraska pays cassettes and bags for an external pump outside the per diem. */
export const BCBSNE_2022 = {
  id: 'bcbsne-2022',
  title: 'BCBS of Nebraska, home infusion billing guidelines of September 2022',
  extends: 'baseline',
  codes: { included: { carveOut: ['A4222'] } },
  sources: {
    'bcbsne-guidelines': {
      title: 'BCBSNE, Home Infusion Billing Guidelines, RP-P-026',
      url: 'https://www.nebraskablue.com/en/Providers/Policies-and-Procedures/Billing-and-Reimbursement/Home-Infusion-Billing-Guidelines',
      locator: 'Equipment reimbursed outside the per diem; A4432 and A4483 have nothing to do with pain infusion',
      published: '2022-09-19',
      checked: '2026-11-23',
    },
  },
};
