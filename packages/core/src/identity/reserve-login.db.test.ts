import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { systemClock } from '@recado/runtime/clock';
import { open, parseKeyring, sha256 } from '@recado/runtime/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { AppError, type CaptchaPort, type PublicCtx } from '../kernel/index.ts';
import { cleanupInactiveSessions, reserveLogin, unlockLogin } from './index.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
let db: TestDatabase;
let web: Database;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'brakes', max: 10 });
  jobs = connect(db.jobsUrl, { name: 'brakes', max: 1 });
});
afterAll(async () => {
  await Promise.all([web.end(), jobs.end()]);
  await db.drop();
});

/** Every text is a solved challenge, which counts once; the empty one is none. */
const captcha: CaptchaPort = {
  ask: async () => ({ parameters: {} }),
  judge: async (solution) =>
    solution === 'forged' ? null : { id: sha256(solution), until: new Date(Date.now() + 600_000) },
};
let hinted = 0;
const from = (address: string, more: { device?: string; db?: Database } = {}): PublicCtx =>
  ({
    db: more.db ?? web,
    keyring,
    captcha,
    clock: systemClock,
    ports: { hints: { emitted: () => (hinted += 1) } },
    origin: { address, userAgent: '', deviceHash: sha256(more.device ?? `a new browser at ${address}`) },
  }) as unknown as PublicCtx;

const anAddress = () => `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`;
const solved = () => randomUUID();
/** One login: 'good' or 'bad' when its password was judged, otherwise the code of the refusal. */
async function logsIn(ctx: PublicCtx, email: string, isGood: boolean, solution?: string): Promise<string> {
  try {
    const brake = await reserveLogin(ctx, { email, captcha: solution });
    await brake.settle(isGood);
    return isGood ? 'good' : 'bad';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
const fails = async (ctx: PublicCtx, email: string, times: number) => {
  const outcomes: string[] = [];
  for (let n = 0; n < times; n += 1) outcomes.push(await logsIn(ctx, email, false, solved()));
  return outcomes;
};
const mailTo = (email: string) =>
  db.admin`select sealed_params, locale, sent_at from guard.outgoing_mail where recipient = ${email} and template = 'account-locked'`;
const tokenOf = (sealed: Buffer): string => JSON.parse(open(keyring, sealed, 'outgoing-mail').toString('utf8')).token;
const somebody = async (kind: 'known' | 'unknown'): Promise<string> =>
  kind === 'known' ? (await makePerson(db.admin)).email : `${randomUUID()}@nobody.test`;

describe.each(['known', 'unknown'] as const)('of an e-mail that is %s', (kind) => {
  test('an account and an address together have five failures in 15 minutes, solved challenges or not', async () => {
    const email = await somebody(kind);
    const ctx = from(anAddress());
    expect(await fails(ctx, email, 6)).toEqual([...Array(5).fill('bad'), 'identity.tooManyAttempts']);
    expect(await logsIn(ctx, email, true, solved())).toBe('identity.tooManyAttempts');
    expect(await logsIn(from(anAddress()), email, true, solved())).toBe('good');
  });

  test('a challenge must be solved after the third failure, and each solution counts once', async () => {
    const email = await somebody(kind);
    for (let n = 0; n < 3; n += 1) expect(await logsIn(from(anAddress()), email, false)).toBe('bad');
    const ctx = from(anAddress());
    expect(await logsIn(ctx, email, true)).toBe('identity.captchaNeeded');
    expect(await logsIn(ctx, email, true, 'forged')).toBe('identity.captchaNeeded');
    const solution = solved();
    expect(await logsIn(ctx, email, false, solution)).toBe('bad');
    expect(await logsIn(ctx, email, true, solution)).toBe('identity.captchaNeeded');
    expect(await logsIn(ctx, email, true, solved())).toBe('good');
  });

  test('the tenth failure locks it for everybody who never logged in', async () => {
    const email = await somebody(kind);
    for (const times of [5, 5]) await fails(from(anAddress()), email, times);
    for (const isGood of [true, false])
      expect(await logsIn(from(anAddress()), email, isGood, solved())).toBe('identity.accountLocked');
  });
});

test('a good password takes back what was typed wrong at its address, and nothing of others', async () => {
  const email = await somebody('known');
  const [own, other] = [from(anAddress()), from(anAddress())];
  await fails(other, email, 4);
  await fails(own, email, 4);
  expect(await logsIn(own, email, true, solved())).toBe('good');
  // four of the other address are left: one more there, then five of a third address make ten
  expect(await fails(other, email, 2)).toEqual(['bad', 'identity.tooManyAttempts']);
  expect(await fails(from(anAddress()), email, 5)).toEqual(Array(5).fill('bad'));
  expect(await logsIn(from(anAddress()), email, true, solved())).toBe('identity.accountLocked');
});

test('twenty failures from an address ask for a challenge whoever is meant, and a network of IPv6 is one address', async () => {
  for (const addresses of [
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:7:7::1', '2001:db8:7:7:ffff::2'],
  ] as const) {
    for (let n = 0; n < 20; n += 1)
      expect(await logsIn(from(addresses[0]), await somebody('unknown'), false)).toBe('bad');
    const email = await somebody('known');
    expect(await logsIn(from(addresses[1]), email, true)).toBe('identity.captchaNeeded');
    expect(await logsIn(from(addresses[1]), email, true, solved())).toBe('good');
    expect(await logsIn(from(anAddress()), email, true)).toBe('good');
  }
});

describe('a browser that has logged in before', () => {
  const knownTo = async (trusted = false) => {
    const { id, email } = await makePerson(db.admin);
    const device = randomUUID();
    await openTestSession(db.web, id, { device });
    if (trusted)
      await db.admin`update guard.device set trust_slot = 1, trusted_until = now() + interval '30 days' where person_id = ${id}`;
    return { email, device, id };
  };

  test.each([false, true])(
    'is not shut out by the failures of others, at its own address or elsewhere (trusted: %s)',
    async (trusted) => {
      const { email, device } = await knownTo(trusted);
      const address = anAddress();
      await fails(from(address), email, 5);
      await fails(from(anAddress()), email, 5);
      expect(await logsIn(from(address), email, true, solved())).toBe('identity.accountLocked');
      for (let n = 0; n < 3; n += 1) expect(await logsIn(from(address, { device }), email, true)).toBe('good');
    },
  );

  test('has five tries of its own, which shut out nobody else', async () => {
    const { email, device } = await knownTo();
    const own = from(anAddress(), { device });
    expect(await logsIn(own, email, false)).toBe('bad');
    expect(await fails(own, email, 5)).toEqual([...Array(4).fill('bad'), 'identity.tooManyAttempts']);
    expect(await logsIn(from(anAddress()), email, true)).toBe('good');
  });

  test('has one try in a quarter of an hour after ten failures of its own, and gets in while the account is locked', async () => {
    const { email, device } = await knownTo(true);
    for (const times of [5, 5]) await fails(from(anAddress()), email, times);
    const own = from(anAddress(), { device });
    await fails(own, email, 5);
    // the window of 15 minutes passes, the day does not
    const later = () =>
      db.admin`update guard.brake set failures = array(select f - interval '20 minutes' from unnest(failures) f) where locked_until is null`;
    await later();
    expect(await fails(own, email, 6)).toEqual([...Array(5).fill('bad'), 'identity.tooManyAttempts']);
    await later();
    expect(await fails(own, email, 2)).toEqual(['bad', 'identity.tooManyAttempts']);
    await later();
    expect(await logsIn(from(anAddress()), email, true, solved())).toBe('identity.accountLocked');
    expect(await logsIn(own, email, true, solved())).toBe('good');
  });

  test('counts like any other when it was revoked, and on another account', async () => {
    const { email, device, id } = await knownTo();
    const { email: locked } = await makePerson(db.admin);
    for (const each of [locked, email]) for (const times of [5, 5]) await fails(from(anAddress()), each, times);
    const own = from(anAddress(), { device });
    expect(await logsIn(own, locked, true, solved())).toBe('identity.accountLocked');
    await db.admin`update guard.device set revoked_at = now() where person_id = ${id}`;
    expect(await logsIn(own, email, true, solved())).toBe('identity.accountLocked');
  });
});

describe('the way out of a lock', () => {
  const lock = async (email: string) => {
    for (const times of [5, 5]) await fails(from(anAddress()), email, times);
  };

  test('is mailed to the owner once, in their language, and works once', async () => {
    const { email, id } = await makePerson(db.admin);
    await db.admin`update guard.person set locale = 'en' where id = ${id}`;
    const before = hinted;
    await lock(email);
    await fails(from(anAddress()), email, 3);
    const mails = await mailTo(email);
    expect([mails.length, mails[0]?.locale, mails[0]?.sent_at, hinted - before]).toEqual([1, 'en', null, 1]);
    const token = tokenOf(mails[0]?.sealed_params);
    await expect(unlockLogin({ db: web }, { token: randomBytes(32).toString('base64url') })).rejects.toMatchObject({
      code: 'identity.unlockGone',
    });
    const presses = await Promise.allSettled([1, 2, 3, 4].map(() => unlockLogin({ db: web }, { token })));
    expect(presses.filter((press) => press.status === 'fulfilled')).toHaveLength(1);
    expect(await logsIn(from(anAddress()), email, true)).toBe('good');
    const [row] =
      await db.admin`select count(*)::int n from guard.brake where encode(unlock_hash, 'escape') like ${`%${token}%`}`;
    expect(row?.n).toBe(0);
  });

  test('does the same work for an e-mail that nobody has, and nothing leaves', async () => {
    const count = async () =>
      (
        await db.admin`select count(*)::int n from guard.outgoing_mail where recipient = 'nobody@recado.invalid' and sent_at is not null and sealed_params = '\\x'`
      )[0]?.n;
    const before = await count();
    await lock(await somebody('unknown'));
    expect((await count()) - before).toBe(1);
  });

  test('is not needed after 24 hours', async () => {
    const email = await somebody('known');
    await lock(email);
    const tomorrow = (shift: string) =>
      db.trial.begin(async (tx) => {
        await tx`select set_config('recado.clock_shift', ${shift}, true)`;
        return await logsIn(from(anAddress(), { db: tx as unknown as Database }), email, true);
      });
    expect(await tomorrow('23 hours 59 minutes')).toBe('identity.accountLocked');
    expect(await tomorrow('24 hours 1 minute')).toBe('good');
  });

  test('is sent even when the process died before it could tell what became of the tenth try', async () => {
    const email = await somebody('known');
    await fails(from(anAddress()), email, 5);
    await fails(from(anAddress()), email, 4);
    await reserveLogin(from(anAddress()), { email, captcha: solved() });
    expect(await mailTo(email)).toHaveLength(0);
    expect(await logsIn(from(anAddress()), email, true, solved())).toBe('identity.accountLocked');
    expect(await mailTo(email)).toHaveLength(1);
  });
});

test('of a hundred guesses that come at once five are judged from one address, and ten from a hundred, every time', async () => {
  for (let round = 0; round < 15; round += 1) {
    const [one, many] = [
      await somebody(round % 2 ? 'known' : 'unknown'),
      await somebody(round % 2 ? 'known' : 'unknown'),
    ];
    const address = anAddress();
    const [near, far] = await Promise.all([
      Promise.all(Array.from({ length: 100 }, () => logsIn(from(address), one, false, solved()))),
      Promise.all(Array.from({ length: 100 }, () => logsIn(from(anAddress()), many, false, solved()))),
    ]);
    expect(near.filter((outcome) => outcome === 'bad')).toHaveLength(5);
    expect(far.filter((outcome) => outcome === 'bad')).toHaveLength(10);
    expect(far.filter((outcome) => outcome === 'identity.accountLocked')).toHaveLength(90);
    if (round % 2) expect(await mailTo(many)).toHaveLength(1);
  }
}, 60_000);

test('what is counted can be read from no row, and leaves with the cleaning when its time is over', async () => {
  const email = await somebody('known');
  await fails(from('198.51.100.23'), email, 2);
  const rows = await db.admin`select b::text it from guard.brake b`;
  expect(rows.some(({ it }) => it.includes(email) || it.includes('198.51.100'))).toBe(false);
  await db.admin`update guard.brake set expires_at = now() - interval '1 second', locked_until = null`;
  await db.admin`update guard.spent_challenge set expires_at = now() - interval '1 second'`;
  await cleanupInactiveSessions({ db: jobs }, null);
  const [left] =
    await db.admin`select (select count(*) from guard.brake)::int + (select count(*) from guard.spent_challenge)::int n`;
  expect(left?.n).toBe(0);
});

test('limits are off for the login of tests when it says so, and for no other', async () => {
  const email = await somebody('known');
  const raised = await db.trial.begin(async (tx) => {
    await tx`select set_config('recado.raised_limits', 'on', true)`;
    return await fails(from(anAddress(), { db: tx as unknown as Database }), email, 12);
  });
  expect(raised).toEqual(Array(12).fill('bad'));
  expect(await logsIn(from(anAddress()), email, true)).toBe('good');
});

test('without the database nobody is let through', async () => {
  const away = connect('postgres://recado_web:x@127.0.0.1:1/none', { name: 'away', max: 1 });
  await expect(reserveLogin(from(anAddress(), { db: away }), { email: 'a@b.test' })).rejects.toMatchObject({
    code: expect.stringMatching(/^(ECONN|CONNECT)/),
  });
  await away.end({ timeout: 0 });
});
