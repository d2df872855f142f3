/** A bar on standard error for long runs on a terminal. Nothing is drawn for what is done at once. */
import type { SingleBar } from 'cli-progress';

export interface Progress {
  advance(bytes: number, claims: number): Promise<void>;
  /** Writes a line above the bar. */
  say(line: string): void;
  stop(): void;
}

interface Drawn {
  readonly bar: SingleBar;
  say(line: string): void;
  stop(): void;
}

const WAIT_MS = 700;

/** `total` in bytes; undefined where it cannot be known (standard input). */
export function progressOn(stream: NodeJS.WriteStream, isShown: boolean, total: number | undefined): Progress {
  const started = performance.now();
  let drawn: Drawn | undefined;
  let [bytesDone, claimsDone] = [0, 0];
  return {
    async advance(bytes, claims) {
      bytesDone += bytes;
      claimsDone += claims;
      if (!isShown) return;
      if (!drawn && performance.now() - started > WAIT_MS) drawn = await draw(stream, total);
      drawn?.bar.update(bytesDone, { claims: claimsDone, read: megabytes(bytesDone) });
    },
    say: (line) => {
      if (drawn) drawn.say(line);
      else stream.write(`${line}\n`);
    },
    stop: () => drawn?.stop(),
  };
}

async function draw(stream: NodeJS.WriteStream, total: number | undefined): Promise<Drawn> {
  const { MultiBar } = (await import('cli-progress')).default;
  const known = `{bar} {percentage}%  {claims} claims  {read} of ${megabytes(total ?? 0)} MB  {eta_formatted} left`;
  // Of the two kinds of bar this is the one that can write above itself. Cursor and line wrapping are left as they are, because
  // Ctrl-C would not give them back.
  const bars = new MultiBar({
    stream,
    format: total === undefined ? '{claims} claims  {read} MB' : known,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '·',
    clearOnComplete: true,
    forceRedraw: true,
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
  });
  const bar = bars.create(total ?? 0, 0, { claims: 0, read: megabytes(0) });
  return {
    bar,
    say: (line) => bars.log(`${line}\n`),
    stop: () => {
      // Writes what was said since it was last drawn.
      bars.update();
      bars.stop();
    },
  };
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
