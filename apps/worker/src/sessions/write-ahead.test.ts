import type { SignalDataSet, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';
import { createWriteAhead } from './write-ahead.ts';

function harness() {
  const written: SignalDataSet[] = [];
  const cached: SignalDataSet[] = [];
  let fail: Error | null = null;
  const ahead = createWriteAhead({
    async set(data) {
      if (fail) throw fail;
      written.push(data);
    },
  });
  const keys = ahead.watching({
    get: async () => ({}),
    set: async (data: SignalDataSet) => void cached.push(data),
    isInTransaction: () => true,
    transaction: async (work: () => Promise<unknown>) => await work(),
  } as unknown as SignalKeyStoreWithTransaction);
  const encrypt = (address: string, step: number) =>
    ahead.stored(async () => {
      await keys.set({ session: { [address]: new Uint8Array([step]) } });
      return `${address}:${step}`;
    });
  return { written, cached, keys, encrypt, breakStore: (error: Error) => (fail = error) };
}

describe('storing a ratchet before its message leaves', () => {
  it('answers an encryption only when the store has taken what it moved', async () => {
    const { encrypt, written, cached } = harness();
    const answer = encrypt('ana', 1);
    expect(written).toEqual([]);
    expect(await answer).toBe('ana:1');
    expect(written).toEqual([{ session: { ana: new Uint8Array([1]) } }]);
    expect(cached).toEqual(written);
  });

  it('lets no ciphertext out when the store fails', async () => {
    const { encrypt, breakStore } = harness();
    breakStore(new Error('database away'));
    await expect(encrypt('ana', 1)).rejects.toThrow('database away');
  });

  it('notes nothing of what is written outside an encryption', async () => {
    const { keys, written, cached } = harness();
    await keys.set({ session: { ana: new Uint8Array([1]) } });
    expect(cached).toHaveLength(1);
    expect(written).toEqual([]);
  });
});
