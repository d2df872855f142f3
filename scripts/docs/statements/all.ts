/** Every topic of docs/traceability.md, in its order. */
import type { Topic } from '../statement.ts';
import { APART } from './apart.ts';
import { CLAIM } from './claim.ts';
import { DEFINITION } from './definition.ts';
import { INCLUDED } from './included.ts';
import { NOT_CHECKED } from './not-checked.ts';
import { PAYER } from './payer.ts';
import { PER_DIEM } from './per-diem.ts';

export const TOPICS: readonly Topic[] = [...DEFINITION, ...PER_DIEM, ...INCLUDED, ...APART, ...PAYER, ...CLAIM, NOT_CHECKED];
