/** What goes from one step of the sweep's state machine to the next. Names and settings only; what is a patient's stands in the bucket. */

/** Of the start: from the schedule, or from a person. */
export interface StartEvent {
  /** Name of the run; two starts of one name are one. Absent: the date. */
  readonly run?: string;
  /** Instant as of which is judged; absent: that of the start. */
  readonly asOf?: string;
  /** Ids of shipped policies: the first answers, the others say what would change. */
  readonly policies?: readonly string[];
  readonly timeZone?: string;
}

/** Of the run. */
export interface RunInput {
  readonly run: string;
  readonly asOf: string;
  readonly policies: readonly string[];
  readonly timeZone: string | null;
}

/** What Distributed Map's ItemBatcher hands over: objects below the prefix of the work, as S3 lists them. */
export interface BatchEvent {
  readonly BatchInput: RunInput;
  readonly Items: readonly { readonly Key: string }[];
}

export interface BatchResult {
  readonly objects: number;
  readonly claims: number;
  readonly setAside: number;
  readonly findings: number;
}

/** Where the units of work stand in the bucket, as `s9326 partition` writes them. */
export const WORK_PREFIX = 'work/';

/** Of a run: it is part of keys and of the execution's name. */
export const RUN_NAME = /^[A-Za-z0-9_-]{1,60}$/;
