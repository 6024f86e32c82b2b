import { randomUUID } from 'node:crypto';
import { handOverPassword } from '@recado/core/identity';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { startGoTrue } from '@recado/testing/servers/gotrue';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, startFrontDoor } from './trial/start-front-door.ts';

// every password here is hashed several times, and hashes are meant to take long
vi.setConfig({ testTimeout: 60_000 });

const KEY = 'sb_secret_of_these_tests';
const PASSWORD = 'un tren verde a Soria';
const NEXT = 'otro tren azul a Teruel';
let database: TestDatabase;
let gotrue: Awaited<ReturnType<typeof startGoTrue>>;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  [database, gotrue] = await Promise.all([createDatabase(), startGoTrue({ secretKey: KEY })]);
  door = await startFrontDoor(database, { supabase: { url: gotrue.url, secretKey: KEY } });
});
afterEach(() => gotrue.mend());
afterAll(async () => {
  await door.close();
  await Promise.all([database.drop(), gotrue.close()]);
});

const codeIn = (answer: Answer) =>
  (answer.json as { error?: { data: { app: { code: string } } } }).error?.data.app.code ?? null;
const held = async (id: string) =>
  (await database.admin`select password_hash held from guard.person where id = ${id}`)[0]?.held as string;

/** Signs somebody up, in their browser; answers who they are. */
async function signUp() {
  const email = `Ana.${randomUUID()}@taller.example`;
  const browser = door.browser();
  const begun = await browser.mutate('auth.signUp', {
    ...{ name: 'Ana', email, password: PASSWORD, business: 'Taller', industry: 'other', acceptsTerms: true },
  });
  const { id } = (begun.json as { result: { data: { id: string } } }).result.data;
  const ended = await browser.mutate('auth.verify', { id, code: await door.codeFor(email) });
  expect(ended.status).toBe(200);
  const { personId } = (ended.json as { result: { data: { personId: string } } }).result.data;
  return { id: personId, email, browser };
}
type Ana = Awaited<ReturnType<typeof signUp>>;
/** In the browser that they signed up with, where the password is enough. */
const logIn = async ({ browser, email }: Ana, password = PASSWORD) =>
  codeIn(await browser.mutate('auth.logIn', { email, password }));
const change = async ({ browser }: Ana, password: string) =>
  codeIn(await browser.mutate('security.changePassword', { password }));
const markOf = ({ email }: Ana) => `supabase:${email}`;

describe('a new account', () => {
  it('is a user of the project under the same id, and our row keeps no hash from then on', async () => {
    const ana = await signUp();
    expect(gotrue.users.get(ana.id)).toMatchObject({ email: ana.email.toLowerCase() });
    expect(await held(ana.id)).toBe(markOf(ana));
    expect(await logIn(ana)).toBeNull();
    expect(await logIn(ana, 'otra cosa')).toBe('identity.wrongCredentials');
  });

  it('is there although the project is not, and is handed over by the next login', async () => {
    gotrue.fail(/admin/, 503, 99);
    const ana = await signUp();
    expect(await held(ana.id)).toMatch(/^\$argon2id\$/);
    expect(await logIn(ana)).toBeNull();
    gotrue.mend();
    expect(await logIn(ana)).toBeNull();
    expect(await held(ana.id)).toBe(markOf(ana));
    expect(await logIn(ana)).toBeNull();
  });

  it('that the project has but did not say so is found again by the next login', async () => {
    gotrue.fail(/POST .admin/, 'lost');
    const ana = await signUp();
    expect(gotrue.users.has(ana.id)).toBe(true);
    expect(await held(ana.id)).toMatch(/^\$argon2id\$/);
    expect(await logIn(ana)).toBeNull();
    expect(await held(ana.id)).toBe(markOf(ana));
    expect(await logIn(ana)).toBeNull();
  });

  it('whose process ends between the two stores is the same: one of them counts, and the next login mends', async () => {
    // the connection dies with the project's answer on its way, as with the process that holds both
    gotrue.meanwhile(
      /POST .admin/,
      () => database.admin`select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and a.datname = current_database() and a.state = 'idle in transaction'`,
    );
    const ana = await signUp();
    expect(gotrue.users.has(ana.id)).toBe(true);
    expect(await held(ana.id)).toMatch(/^\$argon2id\$/);
    expect(await logIn(ana)).toBeNull();
    expect(await held(ana.id)).toBe(markOf(ana));
  });
});

describe('a new password', () => {
  it.each([null, 503, 'lost'] as const)(
    'counts at once and alone when the project answers it with %s',
    async (fault) => {
      const ana = await signUp();
      if (fault) gotrue.fail(/PUT .admin/, fault);
      expect(await change(ana, NEXT)).toBeNull();
      expect(await held(ana.id)).toMatch(fault ? /^\$argon2id\$/ : /^supabase:/);
      expect(await logIn(ana, PASSWORD)).toBe('identity.wrongCredentials');
      // the first is judged by us when the project failed, the second by the project
      for (let n = 0; n < 2; n += 1) expect(await logIn(ana, NEXT)).toBeNull();
      expect(await held(ana.id)).toBe(markOf(ana));
      expect(await logIn(ana, PASSWORD)).toBe('identity.wrongCredentials');
    },
  );

  it('is not lost to an older one that is still on its way to the project', async () => {
    const ana = await signUp();
    const other = 'un barco rojo a Vigo';
    gotrue.meanwhile(/PUT .admin/, async () => {
      const hash = await door.house.identity.hashPassword(other);
      await database.admin`update guard.person set password_hash = ${hash} where id = ${ana.id}`;
      // what comes meanwhile does not wait for it and does not overtake it
      const { db, log } = door.house;
      await handOverPassword({ db, log }, door.house.identity, { personId: ana.id, held: hash, password: other });
    });
    expect(await change(ana, NEXT)).toBeNull();
    expect(await held(ana.id)).toMatch(/^\$argon2id\$/);
    expect(await logIn(ana, NEXT)).toBe('identity.wrongCredentials');
    expect(await logIn(ana, other)).toBeNull();
    expect(await held(ana.id)).toBe(markOf(ana));
    expect(await logIn(ana, NEXT)).toBe('identity.wrongCredentials');
    expect(await logIn(ana, other)).toBeNull();
  });
});

describe('a project that does not answer', () => {
  it('is no wrong password: it says so, offers the way by mail, and takes none of the tries of an account', async () => {
    const ana = await signUp();
    const failures = async () =>
      (await database.admin`select coalesce(sum(cardinality(failures)), 0)::integer n from guard.brake`)[0]
        ?.n as number;
    const before = await failures();
    gotrue.fail(/token/, 429, 99);
    // more than a known device may fail
    for (let n = 0; n < 6; n += 1) expect(await logIn(ana)).toBe('identity.providerUnavailable');
    const answers = await Promise.all(
      [ana.email, `nadie.${randomUUID()}@taller.example`].map((email) =>
        door.browser().mutate('auth.logIn', { email, password: PASSWORD }),
      ),
    );
    expect(answers.map((answer) => [answer.status, codeIn(answer)])).toEqual(
      Array(2).fill([503, 'identity.providerUnavailable']),
    );
    expect(await failures()).toBe(before);
    expect((await door.browser().mutate('auth.logInByMail', { email: ana.email })).status).toBe(200);
    gotrue.mend();
    expect(await logIn(ana)).toBeNull();
  });

  it('gives back only the try itself: what was wrong before it stays', async () => {
    const ana = await signUp();
    for (let n = 0; n < 2; n += 1) expect(await logIn(ana, 'otra cosa')).toBe('identity.wrongCredentials');
    gotrue.fail(/token/, 503, 2);
    for (let n = 0; n < 2; n += 1) expect(await logIn(ana)).toBe('identity.providerUnavailable');
    expect(await logIn(ana, 'otra cosa')).toBe('identity.wrongCredentials');
    expect(await logIn(ana)).toBe('identity.captchaNeeded');
  });

  it('takes none of the tries of a fresh proof either', async () => {
    const ana = await signUp();
    const tries = async () =>
      (await database.admin`select count(*)::integer n from guard.login_failure`)[0]?.n as number;
    const before = await tries();
    gotrue.fail(/token/, 503, 2);
    const prove = async (proof: string) => codeIn(await ana.browser.mutate('security.stepUp', { way: 'pwd', proof }));
    for (let n = 0; n < 2; n += 1) expect(await prove(PASSWORD)).toBe('identity.providerUnavailable');
    expect(await tries()).toBe(before);
    expect(await prove('otra cosa')).toBe('identity.wrongProof');
    // of a quarter of an hour and of the day
    expect(await tries()).toBe(before + 2);
    expect(await prove(PASSWORD)).toBeNull();
  });
});

it('what the project hands out is ended there and is in no cookie, answer or row', async () => {
  const ana = await signUp();
  const answer = await ana.browser.mutate('auth.logIn', { email: ana.email, password: PASSWORD });
  const seen = [answer.text, JSON.stringify(answer.headers), ...ana.browser.cookies.values()].join('\n');
  const [row] = await database.admin`select string_agg(t::text, '\n') text from (
    select s::text from guard.session s union all select e::text from guard.session_event e union all select p::text from guard.person p) t`;
  expect(gotrue.issued.length).toBeGreaterThan(1);
  for (const token of gotrue.issued) expect(`${seen}\n${row?.text}`).not.toContain(token);
  expect(gotrue.endings().filter((by) => by === null)).toEqual([]);
});
