/** A job as the body of a message. */
import type { Job } from '../webhook/job.ts';

/** Names and claim only, whatever else the object may carry. */
export const writeJob = ({ source, claim }: Job): string => JSON.stringify({ source, claim });

/** Undefined for a body that is no job. */
export function readJob(body: string): Job | undefined {
  const { source, claim } = parsed(body);
  if (typeof source !== 'string' || source === '') return undefined;
  if (claim === undefined) return { source };
  return typeof claim === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(claim) ? { source, claim } : undefined;
}

function parsed(body: string): { source?: unknown; claim?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    // What the parser says quotes the body.
    return {};
  }
}
