/** `node test/population/generate.ts --claims 1000 --seed 1 --out DIR`: a population to try a sweep on, with the known answers. */
import { parseArgs } from 'node:util';
import { writePopulation } from './write.ts';

const { values } = parseArgs({
  options: { claims: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } },
});
if (values.out === undefined) throw new Error('--out is missing');
const { source, answers, claims, administrations } = await writePopulation(values.out, Number(values.claims), Number(values.seed));
console.log(`${claims} claims, ${administrations} administrations in ${source}; answers in ${answers}`);
