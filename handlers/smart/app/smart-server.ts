/** An EHR from which the page may be launched, as the page knows it (`servers.json`). */
export interface SmartServer {
  /** Base of its FHIR server, without a slash at the end. */
  readonly iss: string;
  /** Under which the EHR knows this page. It is public: a page keeps no secret. */
  readonly clientId: string;
  readonly name?: string;
  /** Absent: what a judgement reads. */
  readonly scope?: string;
  /** Id of a shipped policy; absent: chosen by what they apply to, else baseline. */
  readonly policy?: string;
  /** IANA zone of the care, where the record may not tell. */
  readonly timeZone?: string;
  /** Of the FHIR server and of its authorization server: all that the page may ask. */
  readonly origins: readonly string[];
}

/** What a person is to read instead of the claims. */
export class LaunchProblem extends Error {
  override readonly name = 'LaunchProblem';
}
