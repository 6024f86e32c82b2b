import { randomBytes } from 'node:crypto';
import { parseKeyring } from '@recado/runtime/crypto';
import { expect, test } from 'vitest';
import { readToken } from './rules.ts';
import { mintToken, newCode } from './store.ts';

test('codes are six digits, with each digit as often at each place', () => {
  const codes = Array.from({ length: 20_000 }, newCode);
  expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
  for (let place = 0; place < 6; place += 1)
    for (let digit = 0; digit < 10; digit += 1) {
      const times = codes.filter((code) => code[place] === String(digit)).length;
      // 2,000 are expected; eight deviations are left to chance
      expect(Math.abs(times - 2_000)).toBeLessThan(8 * Math.sqrt(1_800));
    }
});

test('tokens carry 256 bits that no other session and no other generation has, and nothing of them can be foretold without the key', () => {
  const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
  const salt = randomBytes(32);
  const of = (sessionId: string, gen: number) => mintToken(keyring, { sessionId, gen, salt }).token;
  const tokens = Array.from({ length: 2_000 }, (_, n) => of(crypto.randomUUID(), 1 + (n % 3)));
  const same = crypto.randomUUID();
  tokens.push(of(same, 1), of(same, 2));
  const macs = tokens.map((token) => readToken(token)?.mac ?? '');
  expect(new Set(macs).size).toBe(tokens.length);
  expect(new Set(macs.map((each) => Buffer.from(each, 'base64url').length))).toEqual(new Set([32]));
  const stolen = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
  expect(mintToken(stolen, { sessionId: same, gen: 1, salt }).token).not.toBe(of(same, 1));
});
