/** What is deliberately not checked beyond what stands with its topic, with the reason. */
import type { Topic } from '../statement.ts';

export const NOT_CHECKED: Topic = {
  title: 'Left out on purpose',
  statements: [
    {
      says: 'Only certain pairs of adjustment and remark codes may stand on a remittance.',
      source: 'caqh-core',
      where: 'the whole',
      notChecked:
        'The list is not public data that could be shipped, and a ClaimResponse is not a remittance; whoever writes one maps the codes.',
    },
    {
      says: 'Medically unlikely edits limit units a day.',
      source: 'ncci-2024',
      where: 'MUE: no S code in Medicare’s files; those of Medicaid were not read',
      notChecked: 'Medicare has none for S9326, and what Medicaid has could not be verified; one unit a day is checked anyway.',
    },
    {
      says: 'Pairs of codes that may not be billed together (PTP).',
      source: 'ncci-2024',
      where: 'PTP: no S code in either column',
      notChecked: 'No pair has S9326; the exclusions that its family’s own records state are checked instead.',
    },
    {
      says: 'Medicare pays home infusion by visits (G codes), pump and drug.',
      source: 'cfr-414-1550',
      where: 'payment of home infusion therapy',
      notChecked: 'This is about S9326; the finding on a Medicare claim only says where else to bill.',
    },
    {
      says: 'The provider is accredited.',
      source: 'bcbsil-hit',
      where: 'provider requirements',
      notChecked: 'A claim does not carry an accreditation; it is settled when the provider contracts with the payer.',
    },
    {
      says: 'A home infusion provider is not a home health agency and has an agreement of its own.',
      source: 'bcbsnd-policy',
      where: 'provider type',
      notChecked: 'The type of a provider is known to the payer’s directory, not to the claim.',
    },
    {
      says: 'Disposable pumps for wounds and nerves are not necessary by one payer’s medical policy.',
      source: 'anthem-dme-09',
      where: 'not medically necessary',
      notChecked: 'Payers contradict each other on elastomeric pumps; that is medical review, not a count of days.',
    },
    {
      says: 'Repair of a pump that the patient owns is not in the per diem.',
      source: 'nhia-standard',
      where: 'inclusions, at second hand',
      notChecked: 'Nothing on a claim says who owns the pump: repair (S5036) is included unless a policy carves it out.',
    },
    {
      says: 'Usual rates of continuous analgesics.',
      source: 'clif-rates',
      where: 'continuous medication',
      notChecked: 'They are of intensive care; doses at home for chronic pain exceed them, and a dose is for the prescriber to judge.',
    },
    {
      says: 'The most expensive, or the first listed, therapy is paid in full.',
      source: 'bcid-pap243',
      where: 'concurrent therapies (read in part)',
      notChecked:
        'Which therapy is the first is taken from the modifiers; prices beyond percents and contract fees are the payer’s to apply.',
    },
    {
      says: 'Each per diem has a rate.',
      source: 'bcbstx-schedule',
      where: 'rates',
      notChecked:
        'Rates are between payer and provider: eligible amounts are the claim’s own prices times allowed units and percent, no more.',
    },
    {
      says: 'A line spans at least seven days, and all lines of an episode are on one claim.',
      source: 'bcid-pap243',
      where: 'billing',
      notChecked: 'One payer’s layout; it does not change which days are supported.',
    },
    {
      says: 'A line spans at most seven days.',
      source: 'bcid-pap271',
      where: 'billing',
      notChecked: 'It is about infusion elsewhere than at home; maxSpanDays can be set to 7 by a policy that wants it.',
    },
    {
      says: 'Modifier 59 goes with SH or SJ.',
      source: 'bcbsnc-guide',
      where: 'modifiers',
      notChecked: 'One payer’s custom of 2011; 59 and other modifiers that do not bear on days are passed over.',
    },
    {
      says: 'Nursing visits are billed by a home health agency on an institutional claim.',
      source: 'bcbsne-guidelines',
      where: 'nursing',
      notChecked: 'Who bills visits does not bear on the per diem; institutional claims are judged as professional ones.',
    },
    {
      says: 'A per diem by G code needs a drug billed within the 30 days before.',
      source: 'wyoming-053',
      where: 'home infusion',
      notChecked: 'It is another code and another model of payment.',
    },
  ],
};
