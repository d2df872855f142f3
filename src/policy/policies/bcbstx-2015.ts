/** BCBS of Texas pays days on which something was infused, a second therapy by half, further ones not, and only when authorized. */
const since = (value: unknown) => [{ from: '2015-11-01', value, source: 'bcbstx-schedule' }];

export const BCBSTX_2015 = {
  id: 'bcbstx-2015',
  title: 'BCBS of Texas, home infusion schedules from November 2015',
  extends: 'baseline',
  parameters: { dayCounting: since('infusion-days'), authorizationRequired: since(true), concurrentPercent: since([100, 50, 0]) },
  sources: {
    'bcbstx-schedule': {
      title: 'BCBSTX, Home Infusion Therapy BlueChoice Schedules Effective 11/1/15',
      url: 'https://www.bcbstx.com/provider/standards/standards-requirements/gri/home-infusion/hit-drug_schedules-110115/hit-bc-2015',
      locator: 'All-inclusive per diem rates; a day of nursing alone counts too there, and is not counted here',
      published: '2015-11-01',
      checked: '2026-11-23',
    },
  },
};
