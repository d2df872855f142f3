/** Searches one patient's resources, page by page, and leaves out what is not the patient's. */
import type { Bundle, CapabilityStatement, Resource } from '@medplum/fhirtypes';
import type { Collected } from './collected.ts';
import type { EvidenceType } from './evidence-types.ts';
import type { Fetched, FhirServer } from './fhir-server.ts';
import { inParallel } from './in-parallel.ts';
import { type SearchPath, type Stretch, searchPaths } from './search-paths.ts';

const MOST_PAGES = 100;
const MOST_AT_A_TIME = 4;

export interface Ask {
  readonly evidence: EvidenceType;
  /** Absent: whatever the date. */
  readonly stretch?: Stretch | undefined;
  /** Whether there is one at all. */
  readonly isProbe?: boolean;
}

type Page = readonly [Ask, Bundle];
type Asked = { readonly ask: Ask; readonly ways: readonly SearchPath[] };

export interface PatientSearch {
  server: FhirServer;
  statement: CapabilityStatement | undefined;
  /** The value of the search parameter for the patient. */
  patient: string;
  collected: Collected;
  take: (resource: Resource) => void;
}

/** Statuses of a server that does not take the parameters; the next way may do. */
const NOT_THIS_WAY: ReadonlySet<number> = new Set([400, 422, 501]);

/** What could not be searched is noted; a failure of the moment is thrown by the server. */
export function createPatientSearch({
  server,
  statement,
  patient,
  collected,
  take,
}: PatientSearch): (asks: readonly Ask[]) => Promise<void> {
  // Searched without a date, or in vain: asking for another stretch of time would give nothing new.
  const done = new Set<string>();

  const fail = ({ evidence: { type, missing } }: Ask, why: string): void => {
    done.add(type);
    collected.note(`${type} could not be searched on this server${why}: ${missing}.`);
  };

  /** What is still to be asked after an answer. */
  function turn({ ask, ways: [way, ...others] }: Asked, answer: Fetched | undefined, pages: Page[]): Asked[] {
    const bundle = searchset(answer);
    if (bundle) {
      pages.push([ask, bundle]);
      if (!way?.isDated) done.add(ask.evidence.type);
      return [];
    }
    const status = answer && !answer.ok ? answer.status : 0;
    if (others.length > 0 && NOT_THIS_WAY.has(status)) return [{ ask, ways: others }];
    fail(ask, status === 0 ? '' : ` (${status})`);
    return [];
  }

  async function firstPages(asks: readonly Ask[]): Promise<readonly Page[]> {
    const pages: Page[] = [];
    let open = asks.flatMap((ask): Asked[] => {
      const ways = searchPaths(ask.evidence, patient, ask.stretch, statement, ask.isProbe ? 1 : undefined);
      if (ways.length === 0) fail(ask, '');
      return ways.length === 0 ? [] : [{ ask, ways }];
    });
    while (open.length > 0) {
      const answers = await server.getAll(open.map(({ ways }) => ways[0]?.path ?? ''));
      open = open.flatMap((asked, i) => turn(asked, answers[i], pages));
    }
    return pages;
  }

  async function readPages({ evidence: { type }, isProbe }: Ask, first: Bundle): Promise<void> {
    const seen = new Set<string>();
    for (let page = first; ; ) {
      keep(page, type);
      const next = nextOf(page);
      if (next === undefined || isProbe) return;
      const following = seen.size + 1 < MOST_PAGES && !seen.has(next) ? searchset(await server.follow(next)) : undefined;
      if (!following) {
        collected.note(`Not every ${type} of the patient could be read: the server's pages of results break off, or are too many.`);
        return;
      }
      seen.add(next);
      page = following;
    }
  }

  function keep({ entry }: Bundle, type: string): void {
    for (const { resource } of Array.isArray(entry) ? entry : []) {
      if (resource?.resourceType === type && typeof resource.id === 'string') take(resource);
      if (resource?.resourceType !== 'OperationOutcome') continue;
      const isSevere = resource.issue?.some(({ severity }) => severity !== 'information');
      if (isSevere) collected.note(`The server gave a warning with its ${type} resources: some may be missing.`);
    }
  }

  return async (asks) => {
    const pages = await firstPages(asks.filter(({ evidence }) => !done.has(evidence.type)));
    await inParallel(MOST_AT_A_TIME, pages, async ([ask, page]) => readPages(ask, page));
  };
}

const searchset = (answer: Fetched | undefined): Bundle | undefined =>
  answer?.ok && answer.resource.resourceType === 'Bundle' ? answer.resource : undefined;

function nextOf({ link }: Bundle): string | undefined {
  return Array.isArray(link) ? link.find(({ relation }) => relation === 'next')?.url : undefined;
}
