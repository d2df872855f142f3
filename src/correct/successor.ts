/** A drug line under the code that took the place of its own, in the units of that code. */
import type { ClaimItem } from '@medplum/fhirtypes';
import { dividedBy, type Fraction, fraction, times } from '../fhir/money.ts';
import { stated } from '../fhir/stated.ts';
import { isHcpcs } from '../fhir/systems.ts';
import { painDrug } from '../policy/code-sets.ts';
import { plural } from '../time/dates-in-words.ts';
import type { Billed } from './draft.ts';
import { unitPriceOf } from './prices.ts';

const IN_MG: Readonly<Record<string, Fraction>> = {
  ug: { over: 1n, under: 1000n },
  mg: { over: 1n, under: 1n },
  g: { over: 1000n, under: 1n },
};

export interface Succeeded {
  readonly item: ClaimItem;
  readonly text: string;
}

/** The price of the line stays. Undefined unless one code of the same drug follows, both units are of mass, and the units come out whole. */
export function underSuccessor(item: ClaimItem, { code = '', quantity }: Billed): Succeeded | undefined {
  const old = painDrug(code);
  const [successor = '', ...more] = old?.successors ?? [];
  const next = more.length === 0 ? painDrug(successor) : undefined;
  const from = mg(old);
  const to = mg(next);
  const stands = fraction(quantity);
  if (!old || !next || old.ingredient !== next.ingredient || !from || !to || !stands) return undefined;
  const factor = dividedBy(from, to);
  const { over, under } = times(stands, factor);
  if (over % under !== 0n) return undefined;
  const units = Number(over / under);
  const { productOrService, ...rest } = item;
  const coding = productOrService?.coding?.map((each) =>
    isHcpcs(each.system) && each.code?.trim().toUpperCase() === code ? stated({ system: each.system, code: successor }) : each,
  );
  return {
    item: stated({
      ...rest,
      productOrService: stated({ ...productOrService, coding }),
      quantity: { ...item.quantity, value: units },
      unitPrice: unitPriceOf(item, factor),
    }),
    text:
      `${plural(quantity, 'unit')} of ${code} (${old.unitQuantity} ${old.unit} each) billed as ${plural(units, 'unit')} of ${successor} ` +
      `(${next.unitQuantity} ${next.unit} each): check them against the amount given.`,
  };
}

function mg(drug: ReturnType<typeof painDrug>): Fraction | undefined {
  const unit = IN_MG[drug?.unit ?? ''];
  const amount = fraction(drug?.unitQuantity);
  return unit && amount && amount.over > 0n ? times(unit, amount) : undefined;
}
