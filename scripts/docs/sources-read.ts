/** Sources that were read and that no rule and no shipped policy cites: what they say is told by rules of other sources, or not checked. */
import type { Source } from '../../src/policy/policy.ts';

export const SOURCES_READ = {
  'alaska-425': { title: 'Alaska Administrative Code, 7 AAC 145.425 (copy current to September 2024)' },
  'anthem-dme-09': {
    title: 'Anthem, clinical guideline CG-DME-09: infusion pumps (2024)',
    url: 'https://medpol.providers.amerigroup.com/dam/medpolicies/amerigroup/active/guidelines/gl_pw_a053620.html',
  },
  'bcbsil-hit': {
    title: 'BCBSIL, Home infusion manual (2021; read in part)',
    url: 'https://info.5y1.org/home-infusion-therapy-services_1_1118b6.html',
  },
  'bcid-pap243': {
    title: 'Blue Cross of Idaho, PAP243: home IV (read in part)',
    url: 'https://www.bcidaho.com/providers/Policies/pap243.asp',
  },
  'bcid-pap271': { title: 'Blue Cross of Idaho, PAP271 (read in part)', url: 'https://www.bcidaho.com/providers/Policies/pap271.asp' },
  'caqh-core': { title: 'CAQH CORE, allowed combinations of adjustment and remark codes (not read)' },
  'cfr-414-1550': { title: '42 CFR 414.1550: Medicare payment of home infusion', url: 'https://law.lawstack.com/cfr/42/414.1550/' },
  'clif-rates': {
    title: 'CLIF, reference ranges of continuous infusions in intensive care',
    url: 'https://github.com/Common-Longitudinal-ICU-data-Format/CLIF',
  },
  'ncci-2024': {
    title: 'CMS, NCCI edits of 2024, as decoded in a public repository',
    url: 'https://github.com/andrewallenbruce/northstar',
  },
  'nc-medicaid': {
    title: 'NC Medicaid, Home infusion therapy',
    url: 'https://medicaid.ncdhhs.gov/providers/programs-and-services/long-term-care/home-infusion-therapy',
  },
  'nhia-2012': { title: 'NHIA, release note of the 2012 coding standard', url: 'http://www.nhia.org/resource/hiec/2012_cd_std_121911.cfm' },
  'nhia-standard': {
    title: 'NHIA, National coding standard of 2020 (its contents only; what it includes is known at second hand)',
    url: 'https://docslib.org/doc/7217844/download-coding-standard',
  },
  'oregon-060': {
    title: 'Oregon Administrative Rules 410-148-0060: authorization',
    url: 'https://oregon.public.law/rules/oar_410-148-0060',
  },
  'oregon-120': {
    title: 'Oregon Administrative Rules 410-148-0120: nursing facilities',
    url: 'https://oregon.public.law/rules/oar_410-148-0120',
  },
  'wyoming-053': {
    title: 'Wyoming workers’ compensation, 053-9 Wyo. Code R. 9 and 10',
    url: 'https://www.law.cornell.edu/regulations/wyoming/053-9-Wyo-Code-R-SSSS-9-10',
  },
} as const satisfies Record<string, Source>;

export type ReadSourceId = keyof typeof SOURCES_READ;
