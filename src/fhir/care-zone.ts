/** 1-days.md 0: the zone in which dates are counted, from the first source that names one which exists. */
import type { Address, Extension, Location, Patient } from '@medplum/fhirtypes';
import type { CareZoneSource } from '../assessment.ts';
import { UTC, type Zone, zoneNamed } from '../time/zone.ts';
import { TIME_ZONE_EXTENSION } from './systems.ts';
import { zoneOfState } from './us-states.ts';

export interface CareZoneRead {
  readonly zone: Zone;
  readonly source: CareZoneSource;
  readonly notes: readonly string[];
}

export function readCareZone(
  caller: string | undefined,
  patient: Patient | undefined,
  facility: Location | undefined,
  policy: string | undefined,
): CareZoneRead {
  const named: readonly (readonly [CareZoneSource, string | undefined])[] = [
    ['caller', caller],
    ['patient', timeZoneOf(patient?.extension)],
    ['facility', timeZoneOf(facility?.extension)],
    ['policy', policy],
    ['address', homeZone(patient?.address) ?? homeZone(facility?.address ? [facility.address] : [])],
  ];
  const notes: string[] = [];
  for (const [source, name] of named) {
    if (name === undefined) continue;
    const zone = zoneNamed(name.trim());
    if (zone) return { zone, source, notes };
    notes.push(`The time zone given by the ${source} does not exist and was passed over.`);
  }
  return { zone: UTC, source: 'default', notes };
}

function timeZoneOf(extensions: readonly Extension[] | undefined): string | undefined {
  const extension = extensions?.find((each) => each.url === TIME_ZONE_EXTENSION);
  return extension?.valueCode ?? extension?.valueString;
}

/** The zone of the state of an address marked home, else of one that is not marked otherwise. */
function homeZone(addresses: readonly Address[] | undefined): string | undefined {
  const american = (addresses ?? []).filter(
    ({ country }) => country === undefined || /^(us|usa|united states( of america)?)$/i.test(country.trim()),
  );
  const home = american.find((address) => address.use === 'home') ?? american.find((address) => address.use === undefined);
  return home?.state === undefined ? undefined : zoneOfState(home.state);
}
