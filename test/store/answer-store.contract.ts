/** What every AnswerStore does, whatever it keeps its answers in. */
import { describe, expect, test } from 'vitest';
import type { AnswerStore } from '../../handlers/store/answer-store.ts';
import { type Clock, createClock } from './support/clock.ts';

const LEASE_MS = 120_000;

/** `open` gives an empty store that goes by the clock. */
export function describeAnswerStore(name: string, open: (clock: Clock) => Promise<AnswerStore>): void {
  const openAt = async () => {
    const clock = createClock();
    return { clock, store: await open(clock) };
  };
  const KEY = 'clinic Claim/c1 3';

  describe(`The answers in ${name}`, () => {
    test('are begun by one, busy for others meanwhile, and done for all from then on', async () => {
      const { store, clock } = await openAt();
      expect(await store.begin(KEY, 'one', LEASE_MS)).toBe('begun');
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('busy');
      await store.finish(KEY, 'one');
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('done');
      expect(await store.begin(KEY, 'one', LEASE_MS)).toBe('done');
      clock.move(10 * 365 * 24 * 3_600_000);
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('done');
    });

    test('of another version, claim or source are apart', async () => {
      const { store } = await openAt();
      await store.begin(KEY, 'one', LEASE_MS);
      await store.finish(KEY, 'one');
      for (const other of ['clinic Claim/c1 4', 'clinic Claim/c2 3', 'other Claim/c1 3'])
        expect(await store.begin(other, 'two', LEASE_MS)).toBe('begun');
    });

    test('can be begun by another when the lease has run out, and not a millisecond before', async () => {
      const { store, clock } = await openAt();
      await store.begin(KEY, 'one', LEASE_MS);
      clock.move(LEASE_MS - 1);
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('busy');
      clock.move(1);
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('begun');
      clock.move(LEASE_MS - 1);
      expect(await store.begin(KEY, 'three', LEASE_MS)).toBe('busy');
    });

    test('can be begun again by who holds them, for a new lease: the answer to the first call may have been lost', async () => {
      const { store, clock } = await openAt();
      await store.begin(KEY, 'one', LEASE_MS);
      clock.move(1000);
      expect(await store.begin(KEY, 'one', LEASE_MS)).toBe('begun');
      clock.move(LEASE_MS - 1);
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('busy');
    });

    test('can be begun at once when they were released', async () => {
      const { store } = await openAt();
      await store.begin(KEY, 'one', LEASE_MS);
      await store.release(KEY, 'one');
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('begun');
      expect(await store.begin(KEY, 'one', LEASE_MS)).toBe('busy');
    });

    test('are finished by who holds them also when the lease has run out, as long as no other began', async () => {
      const { store, clock } = await openAt();
      await store.begin(KEY, 'one', LEASE_MS);
      clock.move(LEASE_MS + 1);
      await store.finish(KEY, 'one');
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('done');
    });

    test('are neither finished nor released by another, nor by who held them once', async () => {
      const { store, clock } = await openAt();
      await store.begin(KEY, 'one', LEASE_MS);
      clock.move(LEASE_MS);
      await store.begin(KEY, 'two', LEASE_MS);
      for (const foreign of ['one', 'three', '']) {
        await store.finish(KEY, foreign);
        expect(await store.begin(KEY, 'four', LEASE_MS)).toBe('busy');
        await store.release(KEY, foreign);
        expect(await store.begin(KEY, 'four', LEASE_MS)).toBe('busy');
      }
      await store.finish(KEY, 'two');
      expect(await store.begin(KEY, 'four', LEASE_MS)).toBe('done');
    });

    test('that are done stay so, whoever finishes or releases them; what nobody began is not there', async () => {
      const { store } = await openAt();
      await store.finish(KEY, 'one');
      await store.release(KEY, 'one');
      expect(await store.begin(KEY, 'one', LEASE_MS)).toBe('begun');
      await store.finish(KEY, 'one');
      for (const any of ['one', 'two']) {
        await store.release(KEY, any);
        await store.finish(KEY, any);
      }
      expect(await store.begin(KEY, 'two', LEASE_MS)).toBe('done');
    });

    test('are begun by exactly one of fifty at the same time, also when a lease ran out', async () => {
      const { store, clock } = await openAt();
      for (const round of [1, 2]) {
        const owners = Array.from({ length: 50 }, (_, i) => `${round}-${i}`);
        const begun = await Promise.all(owners.map((owner) => store.begin(KEY, owner, LEASE_MS)));
        expect(begun.toSorted()).toEqual(['begun', ...Array(49).fill('busy')]);
        clock.move(LEASE_MS);
      }
    });

    test('keep until when each source was looked at, as it was written, and nothing before that', async () => {
      const { store } = await openAt();
      expect(await store.watermark('clinic')).toBeUndefined();
      await store.setWatermark('clinic', '2025-03-31T23:59:59.123456-05:00');
      await store.setWatermark('other', '2025-01-01T00:00:00Z');
      expect(await store.watermark('clinic')).toBe('2025-03-31T23:59:59.123456-05:00');
      await store.setWatermark('clinic', '2025-04-01T00:00:00Z');
      expect(await store.watermark('clinic')).toBe('2025-04-01T00:00:00Z');
      expect(await store.watermark('other')).toBe('2025-01-01T00:00:00Z');
      expect(await store.watermark('Claim/c1')).toBeUndefined();
    });

    test('are not taken for a watermark of the same name', async () => {
      const { store } = await openAt();
      await store.setWatermark('same', '2025-04-01T00:00:00Z');
      expect(await store.begin('same', 'one', LEASE_MS)).toBe('begun');
      expect(await store.watermark('same')).toBe('2025-04-01T00:00:00Z');
    });
  });
}
