import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGoTrue } from '../../testing/src/servers/gotrue.ts';
import { embeddedIdentity, type IdentityProvider, supabaseIdentity } from './index.ts';

// hashes are meant to take long, and other tests run beside these
vi.setConfig({ testTimeout: 20_000 });

const KEY = 'sb_secret_of_these_tests';
const PASSWORD = 'mañana llueve café';
let gotrue: Awaited<ReturnType<typeof startGoTrue>>;
const warnings: [object, string][] = [];
beforeAll(async () => {
  gotrue = await startGoTrue({ secretKey: KEY });
});
afterAll(() => gotrue.close());

const supabase = (more: { timeoutMs?: number; evenMs?: number; secretKey?: string } = {}) =>
  supabaseIdentity({
    url: gotrue.url,
    secretKey: KEY,
    log: { warn: (details, text) => void warnings.push([details, text]) },
    evenMs: 0,
    ...more,
  });
const makers: Record<string, () => IdentityProvider> = { embedded: () => embeddedIdentity(), supabase };

type Row = { personId: string; email: string; held: string };
/** A person as our row has them, with a new password; where it is kept elsewhere, it was given away. */
async function newPerson(identity: IdentityProvider, password = PASSWORD): Promise<Row> {
  const personId = randomUUID();
  const row = { personId, email: `Ana.${personId}@Taller.example`, held: await identity.hashPassword(password) };
  return await given(identity, row, null);
}
async function given(identity: IdentityProvider, row: Row, password: string | null): Promise<Row> {
  return { ...row, held: (await identity.takeOver?.(row, password)) ?? row.held };
}

describe.each(Object.keys(makers))('the %s provider', (name) => {
  const identity = () => (makers[name] as () => IdentityProvider)();

  it('proves a person by their password, in either form of its accents, and nobody by another', async () => {
    const provider = identity();
    const person = await newPerson(provider);
    const before = Date.now();
    const proof = await provider.checkPassword(person, PASSWORD.normalize('NFD'));
    expect(proof).toEqual({
      provider: name,
      issuer: name === 'embedded' ? 'recado' : `${gotrue.url}/auth/v1`,
      subject: person.personId,
      amr: ['pwd'],
      authTime: expect.any(Date),
    });
    expect(proof?.authTime.getTime()).toBeGreaterThanOrEqual(before);
    expect(await provider.checkPassword(person, 'mañana llueve cafe')).toBeNull();
  });

  it('proves nobody who is not there, or has no password', async () => {
    const provider = identity();
    expect(await provider.checkPassword(null, 'nobody has this password')).toBeNull();
    const account = { personId: randomUUID(), email: 'luis@taller.example', held: null };
    expect(await provider.checkPassword(account, PASSWORD)).toBeNull();
  });

  it('takes a new password in place of the former one, also twice', async () => {
    const provider = identity();
    const former = await newPerson(provider);
    const next = { ...former, held: await provider.hashPassword('otro tren azul a Teruel') };
    // before it is given away as after it: at no moment does the former one open anything
    expect(await provider.checkPassword(next, PASSWORD)).toBeNull();
    expect(await provider.checkPassword(next, 'otro tren azul a Teruel')).not.toBeNull();
    for (let n = 0; n < 2; n += 1) {
      const person = await given(provider, next, 'otro tren azul a Teruel');
      expect(await provider.checkPassword(person, PASSWORD)).toBeNull();
      expect(await provider.checkPassword(person, 'otro tren azul a Teruel')).toMatchObject({ provider: name });
    }
  });

  it('takes long passwords whole: no sign at their end is cut off', async () => {
    const provider = identity();
    const long = 'ñandú '.repeat(40);
    const person = await newPerson(provider, `${long}1`);
    expect(await provider.checkPassword(person, `${long}1`)).not.toBeNull();
    expect(await provider.checkPassword(person, `${long}2`)).toBeNull();
    const again = await given(provider, { ...person, held: await provider.hashPassword(`${long}3`) }, `${long}3`);
    expect(await provider.checkPassword(again, `${long}3`)).not.toBeNull();
    expect(await provider.checkPassword(again, `${long}1`)).toBeNull();
  });

  it('forgets a person, also twice', async () => {
    const provider = identity();
    const person = await newPerson(provider);
    for (let n = 0; n < 2; n += 1) await provider.forget(person.personId);
    expect(gotrue.users.has(person.personId)).toBe(false);
  });
});

describe('Supabase Auth', () => {
  it('is given the hash of a new person, under our id, and ends what it opens before the proof is handed on', async () => {
    const provider = supabase();
    const person = await newPerson(provider);
    const { users, calls } = gotrue;
    expect(users.get(person.personId)).toMatchObject({ email: person.email.toLowerCase() });
    expect(users.get(person.personId)?.secret).toMatch(/^\$argon2id\$/);
    calls.splice(0);
    const proof = await provider.checkPassword(person, PASSWORD);
    expect(calls.filter((call) => call !== 'POST /admin/users')).toEqual(['POST /token', 'POST /logout']);
    expect(gotrue.endings().at(-1)).toBe('logout local');
    for (const token of gotrue.issued) expect(JSON.stringify([proof, warnings])).not.toContain(token);
  });

  it('proves somebody although it could not end the session that it opened', async () => {
    const provider = supabase();
    const person = await newPerson(provider);
    gotrue.fail(/logout/, 500);
    expect(await provider.checkPassword(person, PASSWORD)).toMatchObject({ subject: person.personId });
  });

  it('is asked about e-mails that nobody has as about those that somebody has, and answers no earlier', async () => {
    const provider = supabase({ evenMs: 400 });
    const person = await newPerson(provider);
    // the first question of a process makes the user that nobody is
    await provider.checkPassword(null, PASSWORD);
    const asked = async (account: Row | null) => {
      gotrue.calls.splice(0);
      const begun = performance.now();
      expect(await provider.checkPassword(account, 'otra cosa distinta')).toBeNull();
      return { calls: [...gotrue.calls], late: performance.now() - begun >= 395 };
    };
    const same = { calls: ['POST /token'], late: true };
    const stillOurs = { ...person, held: await provider.hashPassword(PASSWORD) };
    for (const account of [person, null, stillOurs]) expect(await asked(account)).toEqual(same);
  });

  it('that does not answer a password says nothing about it, for anybody', async () => {
    const provider = supabase({ timeoutMs: 300 });
    const person = await newPerson(provider);
    const stillOurs = { ...person, held: await provider.hashPassword(PASSWORD) };
    const unavailable = { code: 'identity.providerUnavailable', kind: 'UNAVAILABLE' };
    for (const fault of ['silent', 'lost', 429, 500, 503] as const) {
      gotrue.fail(/token/, fault, 4);
      await expect(provider.checkPassword(person, PASSWORD)).rejects.toMatchObject(unavailable);
      await expect(provider.checkPassword(person, 'otra')).rejects.toMatchObject(unavailable);
      await expect(provider.checkPassword(null, PASSWORD)).rejects.toMatchObject(unavailable);
      // a wrong one of somebody whose password is still with us tells by nothing that it is
      await expect(provider.checkPassword(stillOurs, 'otra')).rejects.toMatchObject(unavailable);
    }
    // what must be answered is asked with patience: a busy machine may need longer than the limit above
    const patient = supabase();
    gotrue.fail(/token/, 503);
    expect(await patient.checkPassword(stillOurs, PASSWORD)).toMatchObject({ provider: 'embedded' });
    gotrue.mend();
    expect(await patient.checkPassword(person, PASSWORD)).not.toBeNull();
  });

  it('with a key that is not its own is unavailable, and neither key, address nor password is logged', async () => {
    const person = await newPerson(supabase());
    warnings.splice(0);
    await expect(supabase({ secretKey: 'sb_secret_other' }).checkPassword(person, PASSWORD)).rejects.toMatchObject({
      code: 'identity.providerUnavailable',
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.[0]).toMatchObject({ act: 'check a password', status: 401 });
    expect(JSON.stringify(warnings)).not.toMatch(/sb_secret|mañana|taller/i);
  });

  it('lets nobody in who is banned there, or whose address leads to somebody else', async () => {
    const provider = supabase();
    const [ana, luis] = [await newPerson(provider), await newPerson(provider)];
    expect(await provider.checkPassword({ ...ana, held: luis.held }, PASSWORD)).toBeNull();
    Object.assign(gotrue.users.get(ana.personId) ?? {}, { bannedUntil: '2099-01-01T00:00:00Z' });
    expect(await provider.checkPassword(ana, PASSWORD)).toBeNull();
  });

  it('keeps the password with us when the project has another user with the address: an e-mail links nobody', async () => {
    const provider = supabase();
    const personId = randomUUID();
    const email = `antes.${personId}@taller.example`;
    gotrue.users.set('older', { id: 'older', email, secret: null, confirmedAt: null, bannedUntil: null });
    const row = { personId, email, held: await provider.hashPassword(PASSWORD) };
    expect(await provider.takeOver?.(row, null)).toBeNull();
    expect(await provider.takeOver?.(row, PASSWORD)).toBeNull();
    expect(gotrue.users.get('older')?.secret).toBeNull();
    expect(await provider.checkPassword(row, PASSWORD)).toMatchObject({ provider: 'embedded' });
  });
});
