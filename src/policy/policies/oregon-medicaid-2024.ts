/** Oregon Medicaid pays days of access to the therapy, as baseline does, and lists the IV pole apart from the per diem. */
export const OREGON_MEDICAID_2024 = {
  id: 'oregon-medicaid-2024',
  title: 'Oregon Health Plan, home infusion rules as in force in December 2024',
  extends: 'baseline',
  parameters: { dayCounting: 'access-days', therapyPauseHours: 72 },
  codes: { included: { carveOut: ['E0776'] } },
  sources: {
    'oregon-410-148-0100': {
      title: 'Oregon Administrative Rules 410-148-0100, Reimbursement',
      url: 'https://www.law.cornell.edu/regulations/oregon/OAR-410-148-0100',
      locator: '(4)(b) per diem: each day of access to a prescribed therapy, up to every 72 hours',
      published: '2024-12-01',
      checked: '2026-11-23',
    },
    'oregon-410-148-0300': {
      title: 'Oregon Administrative Rules 410-148-0300',
      url: 'https://www.law.cornell.edu/regulations/oregon/OAR-410-148-0300',
      locator: '(2)(b)(E) and (F): IV pole, billed separately from the per diem',
      checked: '2026-11-23',
    },
  },
};
