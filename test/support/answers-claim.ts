/** What must hold within a ClaimResponse and between it and its Claim: R4 has no invariants of its own for them (reference/fhir.md 1.2). */
import type { Claim, ClaimResponse, CodeableConcept, Money } from '@medplum/fhirtypes';

/** Items, notes and totals that do not fit; with the claim, also what does not answer it. */
export function claimProblems(response: ClaimResponse, claim?: Claim): string[] {
  return [
    ...noteProblems(response),
    ...totalProblems(response),
    ...outcomeProblems(response),
    ...(claim ? echoProblems(response, claim) : []),
  ];
}

function noteProblems({ item = [], addItem = [], processNote = [] }: ClaimResponse): string[] {
  const numbers = processNote.map(({ number }) => number);
  const wanted = [...item, ...addItem].flatMap(({ noteNumber = [] }) => noteNumber);
  return [
    ...wanted.filter((number) => !numbers.includes(number)).map((number) => `noteNumber ${number} has no processNote`),
    ...numbers.filter((number, index) => numbers.indexOf(number) !== index).map((number) => `several processNotes ${number}`),
  ];
}

/** Each total is the sum of its category and currency over the items, and each such sum has its total. */
function totalProblems({ item = [], total = [] }: ClaimResponse): string[] {
  const rows = item.flatMap(({ adjudication }) =>
    (adjudication ?? []).flatMap(({ category, amount }) => (amount ? [{ category, amount }] : [])),
  );
  const [sums, totals] = [centsByKey(rows), centsByKey(total)];
  const keys = new Set([...sums.keys(), ...totals.keys()]);
  const differing = [...keys].filter((key) => sums.get(key) !== totals.get(key));
  return differing.map((key) => `total ${key}: ${totals.get(key)} cents, sum of the items ${sums.get(key)}`);
}

function centsByKey(rows: readonly { readonly category: CodeableConcept; readonly amount: Money }[]): Map<string, number> {
  const cents = new Map<string, number>();
  for (const { category, amount } of rows) {
    const key = `${category?.coding?.[0]?.code} ${amount?.currency}`;
    cents.set(key, (cents.get(key) ?? 0) + Math.round((amount?.value ?? Number.NaN) * 100));
  }
  return cents;
}

function outcomeProblems({ outcome, error = [], item = [], use, addItem }: ClaimResponse): string[] {
  return [
    ...((outcome === 'error' || outcome === 'partial') !== error.length > 0 ? [`outcome ${outcome} with ${error.length} errors`] : []),
    ...(outcome === 'error' && item.length > 0 ? ['outcome error with items'] : []),
    ...(use === 'claim' && addItem ? ['addItem on a claim: a payer might pay it'] : []),
  ];
}

function echoProblems({ outcome, item = [], use, insurance = [] }: ClaimResponse, claim: Claim): string[] {
  const asked = outcome === 'error' ? [] : (claim.item ?? []).map(({ sequence }) => sequence);
  const answered = item.map(({ itemSequence }) => itemSequence);
  return [
    ...(use === claim.use ? [] : [`use ${use} for ${claim.use}`]),
    ...answered.filter((sequence) => !asked.includes(sequence)).map((sequence) => `item ${sequence} is not on the claim`),
    ...asked
      .map((sequence) => ({ sequence, times: answered.filter((each) => each === sequence).length }))
      .filter(({ times }) => times !== 1)
      .map(({ sequence, times }) => `item ${sequence} is answered ${times} times`),
    ...(insurance.length === (claim.insurance ?? []).length ? [] : ['insurance differs from the claim']),
  ];
}
