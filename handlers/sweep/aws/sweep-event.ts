/** What goes from one step of the sweep's state machine to the next. Names and settings only; what is a patient's stands in the bucket. */
import type { PartDone } from '../rows-of.ts';

/** Of the start: from the schedule, or from a person. */
export interface StartEvent {
  /** Name of the run; two starts of one name are one. Absent: the date. */
  readonly run?: string;
  /** Instant as of which is judged; absent: that of the start. */
  readonly asOf?: string;
  /** Ids of shipped policies: the first answers, the others say what would change. */
  readonly policies?: readonly string[];
  readonly timeZone?: string;
  /** Source of S9326_SOURCES whose server gets the answers; absent or '': none. */
  readonly writeBack?: string;
}

/** Of the run. */
export interface RunInput {
  readonly run: string;
  readonly asOf: string;
  readonly policies: readonly string[];
  readonly timeZone: string | null;
  readonly writeBack: string | null;
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
  /** Answers that are on the server. */
  readonly written: number;
}

/** Of an object of the work, when all that came of it is in the bucket. */
export interface ObjectDone extends PartDone {
  readonly input: RunInput;
  readonly canonicalBase: string | null;
  /** Of the code that judged. */
  readonly ruleSet: string;
}

/** Where the units of work stand in the bucket, as `s9326 partition` writes them. */
export const WORK_PREFIX = 'work/';

/** Where all that comes of a run stands. */
export const runPrefix = (run: string): string => `runs/${run}/`;

/** Of an object's key below its prefix: what comes of it is named by it. */
export const nameOf = (key: string): string => key.replace(/\.ndjson\.gz$/, '');

/** Of a run: it is part of keys and of the execution's name. */
export const RUN_NAME = /^[A-Za-z0-9_-]{1,60}$/;
