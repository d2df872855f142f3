/** 2-rules.md 22: a Device that is an implanted pump, by its code or because its type or name says "implant". */
import type { Device, Reference } from '@medplum/fhirtypes';
import { isImplantedPumpCode } from '../policy/code-sets.ts';
import { textsOf } from './read-medication.ts';
import type { Entry, Resolver } from './record.ts';
import { isHcpcs } from './systems.ts';

export function isImplantedPump(reference: Reference, from: Entry, resolver: Resolver): boolean {
  const device = resolver.resolve(reference, from)?.resource as Device | undefined;
  if (device?.resourceType !== 'Device') return saysImplant(reference.display);
  const { type, deviceName } = device;
  const isCoded = type?.coding?.some(
    ({ system, code }) => isHcpcs(system) && code !== undefined && isImplantedPumpCode(code.trim().toUpperCase()),
  );
  return isCoded || [...(type ? textsOf(type) : []), ...(deviceName ?? []).map(({ name }) => name), reference.display].some(saysImplant);
}

const saysImplant = (text: string | undefined): boolean => text !== undefined && /implant/i.test(text);
