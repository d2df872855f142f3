/** Bytes that are no JSON, or hardly: cut off, flipped, wrongly encoded, nested without end. */
import type { Dice } from '../count/dice.ts';
import { MARKER } from './extremes.ts';

type Change = (bytes: Buffer, dice: Dice) => Buffer;

const text =
  (made: string): Change =>
  () =>
    Buffer.from(made);

const CHANGES: readonly Change[] = [
  (bytes, dice) => bytes.subarray(0, dice.whole(0, bytes.length)),
  (bytes, dice) => bytes.subarray(dice.whole(0, bytes.length)),
  (bytes, dice) => {
    const copy = Buffer.from(bytes);
    for (let n = dice.whole(1, 20); n > 0 && copy.length > 0; n -= 1) copy[dice.whole(0, copy.length - 1)] = dice.whole(0, 255);
    return copy;
  },
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  (bytes) => Buffer.from(bytes.toString(), 'utf16le'),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes, dice) => Buffer.concat([bytes.subarray(0, 40), Buffer.from([0xff, 0xc0, dice.whole(0, 255)]), bytes.subarray(40)]),
  (bytes, dice) => {
    const at = dice.whole(0, bytes.length);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(dice.pick(['\u0000', '"', '}', ',', '\\u', '1e999', MARKER])),
      bytes.subarray(at),
    ]);
  },
  (bytes) => Buffer.from(bytes.toString().replace('"resourceType"', `"resourceType":"${MARKER}","resourceType"`)),
  (_, dice) => Buffer.from('['.repeat(dice.pick([10, 1000, 200_000]))),
  (_, dice) => Buffer.from('{"a":'.repeat(dice.pick([10, 1000, 100_000]))),
  (_, dice) => {
    const levels = dice.pick([100, 5000, 50_000]);
    return Buffer.from(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  },
  ...['', ' ', 'null', '0', '"x"', '[]', '{}', 'NaN', '{"resourceType":"Bundle"}', '{"resourceType":"Claim"}', '{"resourceType":{}}'].map(
    text,
  ),
];

export const hostileBytes = (bytes: Buffer, dice: Dice): Buffer => dice.pick(CHANGES)(bytes, dice);
