/** `s9326 policy`: checks a policy and says what it asks. */
import { BASELINE } from '../../src/index.ts';
import { policyInWords } from '../../src/present/policy-in-words.ts';
import { openOutput } from './output.ts';
import { readPolicies } from './read-policies.ts';

export async function policy(files: readonly string[]): Promise<number> {
  const policies = files.length > 0 ? await readPolicies(files) : [BASELINE];
  const output = await openOutput(undefined, [], process.stdout);
  await output.write(policies.map(policyInWords).join('\n'));
  await output.close();
  return 0;
}
