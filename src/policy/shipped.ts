/** The policies that come with the product, switched on by name. */
import { BASELINE, type Policy } from './policy.ts';

export const SHIPPED: readonly Policy[] = [BASELINE];
