import { describe, expect, test } from 'vitest';
import { backoffOf, readRetryAfter } from './backoff.ts';
import { createBatcher } from './batcher.ts';
import { evaluate, holds, keyOf } from './cel.ts';
import { nextCron } from './cron-time.ts';
import { readDuration } from './duration.ts';
import { namesEvent, readFunction } from './function-config.ts';
import { bearerOf, canonicalText, isSigned, sign } from './signature.ts';
import { keyOfEvent, waitKeyOf } from './wait-key.ts';

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['1s', 1000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1w', 604_800_000],
    ['1.5s', 1500],
    [250, 250],
    ['2026-01-01T00:00:10.000Z', 10_000],
    ['2025-12-31T00:00:00.000Z', 0],
    ['soon', null],
    ['', null],
    [undefined, null],
    ['5 parsecs', null],
  ])('%s is %s', (text, ms) => {
    expect(readDuration(text, Date.parse('2026-01-01T00:00:00Z'))).toBe(ms);
  });
});

describe('crons', () => {
  test('count in UTC unless a zone is given', () => {
    const after = new Date('2026-06-01T06:30:00Z');
    expect(nextCron('0 9 * * *', after).toISOString()).toBe('2026-06-01T09:00:00.000Z');
    expect(nextCron('TZ=Europe/Madrid 0 9 * * *', after).toISOString()).toBe('2026-06-01T07:00:00.000Z');
    expect(nextCron('TZ=America/Bogota 0 9 * * *', after).toISOString()).toBe('2026-06-01T14:00:00.000Z');
  });

  test('keep the hour of their zone when the clock changes', () => {
    expect(nextCron('TZ=Europe/Madrid 0 9 * * *', new Date('2026-10-24T08:00:00Z')).toISOString()).toBe(
      '2026-10-25T08:00:00.000Z',
    );
  });

  test('are refused when they cannot be read', () => {
    expect(() => nextCron('every day', new Date())).toThrow();
  });
});

describe('retries', () => {
  test('pause as the server does, with up to half a minute more', () => {
    expect([0, 1, 2, 3, 9, 15].map((attempt) => backoffOf(attempt, () => 0) / 1000)).toEqual([
      15, 30, 60, 120, 7200, 7200,
    ]);
    expect(backoffOf(0, () => 0.5)).toBe(30_000);
  });

  test('come when retry-after says, in seconds or at a time, within a day', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(readRetryAfter('90', now)).toBe(90_000);
    expect(readRetryAfter('2026-01-01T00:01:00.000Z', now)).toBe(60_000);
    expect(readRetryAfter('2027-01-01T00:00:00.000Z', now)).toBe(86_400_000);
    expect(readRetryAfter('2020-01-01T00:00:00.000Z', now)).toBe(0);
    expect(readRetryAfter('later', now)).toBeNull();
    expect(readRetryAfter(null, now)).toBeNull();
  });
});

describe('expressions', () => {
  const event = { name: 'a', data: { n: 5, s: 'x', plan: null } };
  test('hold only when they are true', () => {
    expect(holds('event.data.n > 3', { event })).toBe(true);
    expect(holds('event.data.n', { event })).toBe(false);
    expect(holds('event.data.missing == 1', { event })).toBe(false);
    expect(holds('event.data.n >', { event })).toBe(false);
    expect(holds(undefined, { event })).toBe(true);
    expect(holds('event.data.n == async.data.n', { event, async: { data: { n: 5 } } })).toBe(true);
  });

  test('give plain numbers, also where the language counts in 64 bits', () => {
    expect(evaluate('event.data.s == "x" ? 120 : -120', { event })).toBe(120);
  });

  test('make the same key of equal values and another of others', () => {
    expect(keyOf('event.data.n', event)).toBe(keyOf('event.data.n', { data: { n: 5 } }));
    expect(keyOf('event.data.n', event)).not.toBe(keyOf('event.data.n', { data: { n: '5' } }));
    expect(keyOf('event.data.gone', event)).toBe(keyOf('event.data.missing', event));
    expect(keyOf(undefined, event)).toBe('');
  });
});

describe('waits', () => {
  const event = { data: { id: 7, name: 'Ana', deep: { at: true } } };
  test.each([
    ['event.data.id == async.data.order', { path: 'data.order', key: 'data.order=7' }],
    ['async.data.order == event.data.id', { path: 'data.order', key: 'data.order=7' }],
    ['async.data.name == "Ana"', { path: 'data.name', key: 'data.name="Ana"' }],
    ["'Ana' == async.data.name", { path: 'data.name', key: 'data.name="Ana"' }],
    ['event.data.deep.at == async.data.at', { path: 'data.at', key: 'data.at=true' }],
    ['async.data.n == 3', { path: 'data.n', key: 'data.n=3' }],
    ['event.data.missing == async.data.id', null],
    ['event.data.deep == async.data.deep', null],
    ['async.data.n > 3', null],
    ['async.data.a == 1 && async.data.b == 2', null],
    ['event.data.id == event.data.id', null],
    [undefined, null],
  ])('%s', (expression, key) => {
    expect(waitKeyOf(expression, event)).toEqual(key);
  });

  test('an arriving event makes the same key', () => {
    expect(keyOfEvent('data.order', { data: { order: 7 } })).toBe('data.order=7');
    expect(keyOfEvent('data.order', { data: { order: '7' } })).toBe('data.order="7"');
    expect(keyOfEvent('data.order', { data: {} })).toBeNull();
    expect(keyOfEvent('data.toString', { data: {} })).toBeNull();
  });
});

describe('signatures', () => {
  const key = `signkey-prod-${'ab'.repeat(16)}`;
  test('are over the canonical text and last five minutes', () => {
    const text = canonicalText({ b: 1, a: 'é' });
    expect(text).toBe('{"a":"é","b":1}');
    const now = Date.parse('2026-01-01T00:00:00Z');
    const signature = sign(key, text, now);
    expect(isSigned(key, text, signature, now + 299_000)).toBe(true);
    expect(isSigned(key, text, signature, now + 301_000)).toBe(false);
    expect(isSigned(key, `${text} `, signature, now)).toBe(false);
    expect(isSigned(`signkey-prod-${'ac'.repeat(16)}`, text, signature, now)).toBe(false);
    expect(isSigned(key, text, null, now)).toBe(false);
    expect(isSigned(key, text, 't=1&s=', now)).toBe(false);
  });

  test('the bearer is the prefix and the digest of the key, not of its text', () => {
    expect(bearerOf(key)).toMatch(/^signkey-prod-[0-9a-f]{64}$/);
  });
});

describe('functions', () => {
  const raw = (more: object) => ({
    id: 'app-f',
    triggers: [{ event: 'a/b' }],
    steps: { step: { runtime: { url: 'http://x/?fnId=app-f&stepId=step' } } },
    ...more,
  });
  test('have five attempts unless they say otherwise, and at most twenty-one', () => {
    const attempts = (retries: number | undefined) =>
      readFunction({
        ...raw({}),
        steps: {
          step: { runtime: { url: 'u' }, ...(retries === undefined ? {} : { retries: { attempts: retries } }) },
        },
      }).maxAttempts;
    expect([undefined, 0, 3, 20, 99].map(attempts)).toEqual([5, 1, 4, 21, 21]);
  });

  test('are plain as long as no option changes how they start', () => {
    expect(readFunction(raw({})).plain).toBe(true);
    expect(readFunction(raw({ priority: { run: 'event.data.n' } })).plain).toBe(true);
    for (const option of [
      { concurrency: 1 },
      { throttle: { limit: 1, period: '1s' } },
      { idempotency: 'event.data.id' },
      { cancel: [{ event: 'x' }] },
    ])
      expect(readFunction(raw(option)).plain).toBe(false);
  });

  test('are named by an event or by how it begins', () => {
    expect(namesEvent('app/*', 'app/a')).toBe(true);
    expect(namesEvent('app/*', 'other/a')).toBe(false);
    expect(namesEvent('app/a', 'app/a')).toBe(true);
    expect(namesEvent('app/a', 'app/ab')).toBe(false);
  });
});

describe('batches', () => {
  const log = { warn() {} } as never;
  test('gather while one is under way', async () => {
    const sizes: number[] = [];
    const batcher = createBatcher<number, number>({
      max: 10,
      patienceMs: 100,
      log,
      run: async (items) => {
        sizes.push(items.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return items.map((each) => each * 2);
      },
    });
    const first = batcher.add(1);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const rest = Array.from({ length: 14 }, (_, n) => batcher.add(n));
    expect(await first).toBe(2);
    expect(await Promise.all(rest)).toEqual(Array.from({ length: 14 }, (_, n) => n * 2));
    expect(sizes).toEqual([1, 10, 4]);
  });

  test('wait for a database that is away, and fail one item alone when it is the culprit', async () => {
    let away = 2;
    const batcher = createBatcher<number, number>({
      max: 10,
      patienceMs: 5000,
      log,
      run: async (items) => {
        if (away-- > 0) throw Object.assign(new Error('away'), { code: 'CONNECTION_CLOSED' });
        if (items.includes(13)) throw Object.assign(new Error('bad'), { code: '22P02' });
        return items;
      },
    });
    const all = await Promise.allSettled([1, 13, 2].map((each) => batcher.add(each)));
    expect(all.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await batcher.idle();
  });
});
