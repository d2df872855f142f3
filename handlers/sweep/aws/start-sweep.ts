/** Begins a run: checks what was asked for, and starts the state machine under the run's name, so that it is started once. */
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parseInstant, SHIPPED } from '../../../src/index.ts';
import { zoneNamed } from '../../../src/time/zone.ts';
import { SOURCE_NAME } from '../../webhook/source.ts';
import { RUN_NAME, type RunInput, type StartEvent } from './sweep-event.ts';

export interface StartParts {
  readonly client: Pick<SFNClient, 'send'>;
  readonly stateMachineArn: string;
  now(): number;
}

export interface Started {
  readonly run: string;
  /** False: a run of this name was started before. */
  readonly isNew: boolean;
}

/** Rejects with every problem of what was asked for. */
export function createSweepStart({ client, stateMachineArn, now }: StartParts): (event: StartEvent) => Promise<Started> {
  return async (event) => {
    const input = readStart(event, new Date(now()).toISOString());
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name: input.run, input: JSON.stringify(input) }));
      return { run: input.run, isNew: true };
    } catch (error) {
      // Of another input: the run that there is holds.
      if (error instanceof ExecutionAlreadyExists) return { run: input.run, isNew: false };
      throw error;
    }
  };
}

function readStart({ run, asOf, policies = [], timeZone, writeBack = '' }: StartEvent, now: string): RunInput {
  const problems = [
    ...(run !== undefined && !(typeof run === 'string' && RUN_NAME.test(run)) ? ['run must be up to 60 letters, digits, - and _'] : []),
    ...(asOf !== undefined && parseInstant(asOf) === undefined ? ['asOf must be an instant with an offset from UTC'] : []),
    ...(Array.isArray(policies) && policies.every((id) => SHIPPED.some((policy) => policy.id === id))
      ? []
      : ['policies must be ids of shipped policies']),
    ...(timeZone !== undefined && !zoneNamed(timeZone) ? ['timeZone must be an IANA time zone'] : []),
    ...(typeof writeBack === 'string' && (writeBack === '' || SOURCE_NAME.test(writeBack))
      ? []
      : ['writeBack must be the name of a source']),
  ];
  if (problems.length > 0) throw new TypeError(`The sweep was not started: ${problems.join('; ')}`);
  return { run: run ?? now.slice(0, 10), asOf: asOf ?? now, policies, timeZone: timeZone ?? null, writeBack: writeBack || null };
}
