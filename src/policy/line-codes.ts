/** What kind of service a HCPCS or CPT code on a line is, as the rules ask. */
import { isOtherTherapyPerDiem, painDrug, supplyRole } from './code-sets.ts';

/** 2-rules.md, "Another therapy's per diem": a code marked so in the set, or S9327 or S9328 with SH or SJ. */
export function isOtherTherapy(code: string, modifiers: ReadonlySet<string>): boolean {
  if (isOtherTherapyPerDiem(code)) return true;
  return (code === 'S9327' || code === 'S9328') && (modifiers.has('SH') || modifiers.has('SJ'));
}

/** A drug of the set, or any code of HCPCS chapter J. */
export const isDrug = (code: string): boolean => painDrug(code) !== undefined || /^J\d{4}$/.test(code);

export const isNursing = (code: string): boolean => supplyRole(code) === 'nursing';
