import type { Administration } from '../evidence/administration.ts';
import { isImplantedPumpCode } from '../policy/code-sets.ts';
import type { Case } from './case.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const IMPLANTED = reason('CO', '150', 'N657');

/** 2-rules.md 22. S9328 is the per diem of the implanted pump, whatever its flow. */
export const notImplantedPump: Rule = {
  id: 'not-implanted-pump',
  title: 'The infusion is not by an implanted pump (S9328)',
  scope: 'claim',
  effect: 'deny',
  codes: [IMPLANTED],
  sources: ['hcpcs-2026', 'x12-rarc'],
  needs: 'administrations',
  looksBack: true,
  claim(claim) {
    return pumpLines(claim).length > 0 || isAllImplanted(claim) ? notMet(IMPLANTED) : MET;
  },
  explain(_, claim) {
    const lines = pumpLines(claim);
    const shown = new Set([...evidenceOnBilledDates(claim)].filter((administration) => administration.byImplantedPump));
    const why =
      lines.length > 0
        ? `The claim bills ${lines.join(', ')}, of an implanted pump.`
        : 'Every infusion on the billed dates ran by an implanted pump.';
    return { message: why, fix: 'Bill S9328 for an implanted pump.', evidence: [...shown].map(({ reference }) => reference).sort() };
  },
};

/** Of most claims the first that is met says that it is not so. */
function isAllImplanted(claim: Case): boolean {
  let isShown = false;
  for (const { byImplantedPump } of evidenceOnBilledDates(claim)) {
    if (!byImplantedPump) return false;
    isShown = true;
  }
  return isShown;
}

/** One that ran on several dates comes for each of them. */
function* evidenceOnBilledDates({ billedDates, derivationOn, boundsOf }: Case): Generator<Administration> {
  for (const date of billedDates) {
    const { start, end } = boundsOf(date);
    for (const { administration } of derivationOn(date).infusedDuring(start, end)) yield administration;
  }
}

const pumpLines = ({ claim }: Case): string[] =>
  claim.lines.flatMap(({ code, isProcedureCode }) => (code !== undefined && isProcedureCode && isImplantedPumpCode(code) ? [code] : []));
