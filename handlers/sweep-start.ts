/** Lambda entry of the sweep's start: by its schedule, or by hand. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { createSweepStart } from './sweep/aws/start-sweep.ts';
import { requireVariable } from './webhook/require-variable.ts';

export const handler = createSweepStart({
  client: new SFNClient({}),
  stateMachineArn: requireVariable(process.env, 'S9326_SWEEP_STATE_MACHINE'),
  now: Date.now,
});
