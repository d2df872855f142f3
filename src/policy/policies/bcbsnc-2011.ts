/** Blue Cross NC counts hours of infusion, not calendar days: more than 24 and less than 48 are one per diem. */
export const BCBSNC_2011 = {
  id: 'bcbsnc-2011',
  title: 'Blue Cross NC, home infusion quick reference of April 2011',
  extends: 'baseline',
  parameters: { dayCounting: [{ from: '2011-04-21', value: 'elapsed-24h', source: 'bcbsnc-guide' }] },
  sources: {
    'bcbsnc-guide': {
      title: 'BCBSNC, Home Infusion Therapy Quick Reference Guide',
      url: 'http://www.bcbsnc.com/content/providers/news-and-information/news/apr21-2011.htm',
      locator: 'Definitions, Per Diem; exactly 24 and exactly 48 hours are not stated: taken as one and two',
      published: '2011-04-21',
      checked: '2026-11-23',
    },
  },
};
