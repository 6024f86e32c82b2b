import { randomBytes } from 'node:crypto';
import { createRates, FREE_CALLS, keyClassOf, postgresRates, rateClasses } from '@recado/api/rates';
import { AppError, type RateStore } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { upstashRates } from '@recado/integrations/rates';
import { parseKeyring } from '@recado/runtime/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { startUpstash } from '../src/servers/upstash.ts';

const TOKEN = 'a token of the test';
const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
const log = { warn: () => {} };
let db: TestDatabase;
let web: Database;
let upstash: Awaited<ReturnType<typeof startUpstash>>;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'rates', max: 8 });
  upstash = await startUpstash({ token: TOKEN });
});
afterAll(async () => {
  await Promise.all([web.end(), upstash.close()]);
  await db.drop();
});

const aKey = () => randomBytes(32);
const anAddress = () => `203.0.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`;
const stores: Record<string, () => RateStore> = {
  Postgres: () => postgresRates(web),
  Upstash: () => upstashRates({ url: upstash.url, token: TOKEN, timeoutMs: 20_000 }),
};

describe.each(Object.keys(stores))('the store in %s', (name) => {
  const store = () => (stores[name] as () => RateStore)();

  test('grants what is allowed and not one more, however many ask at once', async () => {
    const limit = { allowed: 30, seconds: 600 };
    for (let round = 0; round < (name === 'Postgres' ? 10 : 2); round += 1) {
      const key = aKey();
      const answers = await Promise.all(Array.from({ length: 100 }, () => store().take(key, limit, 1)));
      expect(answers.reduce((sum, { granted }) => sum + granted, 0)).toBe(30);
      const got = answers.filter(({ granted }) => granted === 1).map(({ remaining }) => remaining);
      expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
      expect(answers.every(({ resetMs }) => resetMs > 0 && resetMs <= 600_000)).toBe(true);
    }
  });

  test('counts each key and each limit by itself', async () => {
    const [one, other] = [aKey(), aKey()];
    const limit = { allowed: 1, seconds: 60 };
    expect((await store().take(one, limit, 1)).granted).toBe(1);
    expect((await store().take(one, limit, 1)).granted).toBe(0);
    expect((await store().take(other, limit, 1)).granted).toBe(1);
  });

  test('begins again when the window is over', async () => {
    const key = aKey();
    const limit = { allowed: 2, seconds: 1 };
    const take = async () => await store().take(key, limit, 1);
    let got = await take();
    for (let n = 0; got.granted > 0 && n < 10; n += 1) got = await take();
    expect(got.granted).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, got.resetMs + 50));
    expect((await take()).granted).toBe(1);
  });
});

test('the library asks Upstash by a script, which is sent whole once and by its digest from then on', async () => {
  const key = aKey();
  await (stores.Upstash as () => RateStore)().take(key, { allowed: 5, seconds: 60 }, 1);
  const from = upstash.commands.length;
  for (let n = 0; n < 3; n += 1) await (stores.Upstash as () => RateStore)().take(key, { allowed: 5, seconds: 60 }, 1);
  expect(upstash.commands.slice(from).filter((command) => command !== 'PEXPIRE')).toEqual(
    Array(3).fill(['EVALSHA', 'INCRBY']).flat(),
  );
  expect(upstash.commands).toContain('EVAL');
});

describe('the rates of a request', () => {
  const ratesOf = (store: RateStore, now = Date.now) => createRates({ store, keyring, log, now });
  const code = async (call: Promise<void>): Promise<string> =>
    await call.then(
      () => 'fine',
      (error) => (error instanceof AppError ? error.code : String(error)),
    );
  const times = async (n: number, call: () => Promise<void>) => {
    const codes: string[] = [];
    for (let each = 0; each < n; each += 1) codes.push(await code(call()));
    return codes.filter((each) => each === 'fine').length;
  };

  test.each([
    ['auth', 5],
    ['emailCheck', 10],
    ['otp', 3],
    ['api', 100],
    ['workers', 60],
    ['ai', 20],
    ['keyFree', 50],
    ['keyMiddle', 500],
  ] as const)('%s allows %i a minute', async (name, allowed) => {
    const rates = ratesOf(postgresRates(web));
    const caller = {
      address: anAddress(),
      sessionId: name === 'api' || name === 'workers' || name === 'ai' ? crypto.randomUUID() : null,
    };
    const request = rates.of(caller, () => {});
    const subject = crypto.randomUUID();
    expect(await times(allowed + 2, () => request.take(name, subject))).toBe(allowed);
  });

  test('the plan decides which class a key of the API has', () => {
    expect(rateClasses.keyTop.allowed).toBe(5000);
    expect(['trial', 'starter', 'pro', 'team', 'agency', 'enterprise'].map(keyClassOf)).toEqual([
      'keyFree',
      'keyFree',
      'keyMiddle',
      'keyMiddle',
      'keyTop',
      'keyTop',
    ]);
  });

  test('people behind one address do not wait for each other until they are a hundred in a quarter of an hour', async () => {
    const request = ratesOf(postgresRates(web)).of({ address: anAddress(), sessionId: null }, () => {});
    expect(await times(103, () => request.take('auth', crypto.randomUUID()))).toBe(100);
  });

  test('a session that is only claimed spares nobody the limit of their address', async () => {
    const rates = ratesOf(postgresRates(web));
    const address = anAddress();
    const claimed = () => rates.of({ address, sessionId: crypto.randomUUID() }, () => {});
    expect(await times(102, () => claimed().take('auth', crypto.randomUUID()))).toBe(100);
  });

  test('an address that comes with sessions nobody holds is refused after 300, and whoever is there with one goes on', async () => {
    const at = Date.now();
    let now = at;
    const rates = ratesOf(postgresRates(web), () => now);
    const address = anAddress();
    const of = (sessionId: string) => rates.of({ address, sessionId }, () => {});
    const person = crypto.randomUUID();
    await of(person).take('app');
    await of(person).settle(true);
    const claim = async (name: 'app' | 'api' = 'app') => {
      const claimed = of(crypto.randomUUID());
      await claimed.take(name);
      await claimed.settle(false);
    };
    expect(await times(310, claim)).toBe(301);
    expect(await code(claim('api'))).toBe('kernel.tooManyRequests');
    // what goes wrong in a session that is one is no claim, neither before nor now
    await of(person).settle(false);
    expect(await times(5, () => of(person).take('app'))).toBe(5);
    const elsewhere = rates.of({ address: anAddress(), sessionId: crypto.randomUUID() }, () => {});
    expect(await code(elsewhere.take('app'))).toBe('fine');
    now = at + 901_000;
    expect(await code(claim())).toBe('fine');
  });

  test('a session that lives is answered from an address that comes with many that do not, also by a process that has not seen it', async () => {
    const rates = ratesOf(postgresRates(web));
    const address = anAddress();
    const of = (lives: boolean) => {
      const vouched = { lives: async () => lives, knownDevice: async () => null };
      return rates.of({ address, sessionId: crypto.randomUUID(), vouched }, () => {});
    };
    const claim = async () => {
      const claimed = of(false);
      await claimed.take('app');
      await claimed.settle(false);
    };
    expect(await times(310, claim)).toBe(301);
    expect(await times(5, () => of(true).take('app'))).toBe(5);
    expect(await code(claim())).toBe('kernel.tooManyRequests');
  });

  test('a browser that has been in before gets in from an address that is used up, by five tries a minute of its own', async () => {
    const rates = ratesOf(postgresRates(web));
    const address = anAddress();
    const owner = `${crypto.randomUUID()}@taller.example`;
    const of = (device: string | null) => {
      const knownDevice = async (subject: string) => (subject === owner ? device : null);
      return rates.of({ address, sessionId: null, vouched: { lives: async () => false, knownDevice } }, () => {});
    };
    // somebody beside them guesses their password, and a crowd uses the address up
    expect(await times(8, () => of(null).take('auth', owner))).toBe(5);
    expect(await times(100, () => of(null).take('auth', crypto.randomUUID()))).toBe(92);
    expect(await times(8, () => of('laptop').take('auth', owner))).toBe(5);
    // for their own account, and for nobody else's
    expect(await times(3, () => of('laptop').take('auth', `other.${owner}`))).toBe(0);
  });

  test("on one person's own machine loopback is allowed more; in production it is an address like any other", async () => {
    const store = postgresRates(web);
    const own = createRates({ store, keyring, log, isOwnMachine: true });
    for (const [rates, allowed] of [
      [ratesOf(store), 5],
      [own, 100],
    ] as const) {
      const request = rates.of({ address: '127.0.0.1', sessionId: null }, () => {});
      const subject = crypto.randomUUID();
      expect(await times(102, () => request.take('auth', subject))).toBe(allowed);
    }
  });

  test('the answer says how many are left of the tightest limit, and how long to wait', async () => {
    let headers: Record<string, string> = {};
    const rates = ratesOf(postgresRates(web));
    const caller = { address: anAddress(), sessionId: null };
    const take = () =>
      code(
        rates
          .of(caller, (told) => {
            headers = told;
          })
          .take('otp', 'ana@taller.example'),
      );
    await take();
    expect(headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
    expect(headers['retry-after']).toBeUndefined();
    await take();
    await take();
    expect(await take()).toBe('kernel.tooManyRequests');
    const seconds = Number(headers['retry-after']);
    expect(headers).toEqual({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(seconds),
      'retry-after': String(seconds),
    });
    expect(seconds > 50 && seconds <= 60).toBe(true);
  });

  test('1,200 calls a minute of a session in one process, and no question to the store for the first hundred', async () => {
    let questions = 0;
    const store = postgresRates(web);
    const counted: RateStore = {
      take(...args) {
        questions += 1;
        return store.take(...args);
      },
    };
    const at = Math.floor(Date.now() / 60_000) * 60_000;
    let now = at;
    const request = ratesOf(counted, () => now).of({ address: anAddress(), sessionId: crypto.randomUUID() }, () => {});
    expect(await times(FREE_CALLS, () => request.take('app'))).toBe(FREE_CALLS);
    expect(questions).toBe(0);
    const rest = await Promise.all(Array.from({ length: 1_300 }, () => code(request.take('app'))));
    expect(rest.filter((each) => each === 'fine')).toHaveLength(1_100);
    expect(questions).toBeLessThanOrEqual(12);
    now = at + 60_000;
    expect(await times(150, () => request.take('app'))).toBe(150);
  });

  test.each(Object.keys(stores))(
    'three processes exceed 1,200 by what two of them need not tell at most (%s)',
    async (name) => {
      const at = Math.floor(Date.now() / 60_000) * 60_000;
      const sessionId = crypto.randomUUID();
      const three = [1, 2, 3].map(() =>
        ratesOf((stores[name] as () => RateStore)(), () => at).of({ address: anAddress(), sessionId }, () => {}),
      );
      const codes = await Promise.all(
        three.flatMap((request) => Array.from({ length: 700 }, () => code(request.take('app')))),
      );
      const fine = codes.filter((each) => each === 'fine').length;
      expect(fine).toBeGreaterThanOrEqual(1_000);
      expect(fine).toBeLessThanOrEqual(1_200 + 2 * FREE_CALLS);
    },
  );

  test('while the store is away nobody proves who they are, and everything else goes on', async () => {
    const silent = await startUpstash({ token: TOKEN });
    silent.fallSilent();
    for (const store of [
      upstashRates({ url: 'http://127.0.0.1:1', token: TOKEN }),
      upstashRates({ url: upstash.url, token: 'another token' }),
      upstashRates({ url: silent.url, token: TOKEN, timeoutMs: 200 }),
    ]) {
      const rates = ratesOf(store);
      const stranger = rates.of({ address: anAddress(), sessionId: null }, () => {});
      expect(await code(stranger.take('auth', 'ana@taller.example'))).toBe('kernel.unavailable');
      const person = rates.of({ address: anAddress(), sessionId: crypto.randomUUID() }, () => {});
      expect(await times(FREE_CALLS + 5, () => person.take('app'))).toBe(FREE_CALLS + 5);
    }
    await silent.close();
  });

  test('no address can be read from what is counted, and a week later it is another pseudonym', async () => {
    let now = Date.now();
    const request = ratesOf(postgresRates(web), () => now).of({ address: '198.51.100.99', sessionId: null }, () => {});
    const rows = async () => (await db.admin`select r::text it from guard.rate r`).map((row) => row.it as string);
    await request.take('auth', 'ana@taller.example');
    const before = await rows();
    now += 7 * 24 * 3_600_000;
    await request.take('auth', 'ana@taller.example');
    const after = await rows();
    expect(after.length).toBe(before.length + 2);
    expect(after.some((row) => row.includes('198.51') || row.includes('ana@'))).toBe(false);
  });
});

test('limits are off for the login of tests when it says so', async () => {
  const taken = await db.trial.begin(async (tx) => {
    await tx`select set_config('recado.raised_limits', 'on', true)`;
    const store = postgresRates(tx as unknown as Database);
    const key = aKey();
    return await Promise.all([1, 2, 3].map(() => store.take(key, { allowed: 1, seconds: 60 }, 1)));
  });
  expect(taken.map(({ granted }) => granted)).toEqual([1, 1, 1]);
});
