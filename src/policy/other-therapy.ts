import { isOtherTherapyPerDiem } from './code-sets.ts';

/** 2-rules.md, "Another therapy's per diem": a code marked so in the set, or S9327 or S9328 with SH or SJ. */
export function isOtherTherapy(code: string, modifiers: ReadonlySet<string>): boolean {
  if (isOtherTherapyPerDiem(code)) return true;
  return (code === 'S9327' || code === 'S9328') && (modifiers.has('SH') || modifiers.has('SJ'));
}
