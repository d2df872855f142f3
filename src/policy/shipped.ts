/**
 * The policies that come with the product, by id. But for baseline they are what payers have published, as examples to start from:
 * they are meant for nobody until someone names them.
 */
import { BCBSNC_2011 } from './policies/bcbsnc-2011.ts';
import { BCBSND_2026 } from './policies/bcbsnd-2026.ts';
import { BCBSNE_2022 } from './policies/bcbsne-2022.ts';
import { BCBSTX_2015 } from './policies/bcbstx-2015.ts';
import { OREGON_MEDICAID_2024 } from './policies/oregon-medicaid-2024.ts';
import { BASELINE, type Policy } from './policy.ts';
import { readPolicies } from './read-policies.ts';

/** The shipped policy files, as a payer would write one; that each can be read is tested. */
export const SHIPPED_FILES: readonly unknown[] = [BCBSNC_2011, BCBSND_2026, BCBSNE_2022, BCBSTX_2015, OREGON_MEDICAID_2024];

export const SHIPPED: readonly Policy[] = [BASELINE, ...readPolicies(SHIPPED_FILES, []).policies];
