import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knowDevice, makePerson, type TestPerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { digestOf } from '../src/passes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

type Attempt = { person: TestPerson; secret: Buffer; device: string; deviceHash: Buffer };

/** A login that has its first proof, in a browser that is new unless a device is given. */
async function begin(options: { person?: TestPerson; device?: string; amr?: string[] } = {}): Promise<Attempt> {
  const person = options.person ?? (await makePerson(db.admin));
  const device = options.device ?? randomUUID();
  const made = { person, device, secret: digestOf(randomUUID()), deviceHash: digestOf(device) };
  await db.web`select guard.begin_attempt(${person.id}, null, ${made.secret}, ${made.deviceHash}, ${options.amr ?? ['pwd']}::text[], '10 minutes')`;
  return made;
}

const needsOf = async ({ secret, deviceHash }: Attempt): Promise<string[] | string> =>
  await db.web`select guard.attempt_state(${secret}, ${deviceHash}) state`.then(
    ([row]) => row?.state.needs,
    (error) => error.code,
  );

/** Tries the last step: the displaced count, or the refusal's code and what it says is missing. */
const last = async ({ secret, deviceHash }: Attempt): Promise<unknown> =>
  await db.web`select displaced from guard.init_session(${secret}, ${randomUUID()}, 'k1', ${digestOf('salt')}, ${digestOf('proof')}, ${deviceHash},
    'Firefox', 'Linux', 'desktop', null, '45 minutes', '30 days', null)`.then(
    ([row]) => row?.displaced,
    (error) => [error.code, error.detail && JSON.parse(error.detail).needs],
  );

const send = async ({ secret, deviceHash }: Attempt, code = '123456', handle = db.web) =>
  (
    await handle`select guard.send_attempt_code(${secret}, ${deviceHash}, ${digestOf(code)}, '10 minutes', '\\x01') outcome`
  )[0]?.outcome as string;
const prove = async ({ secret, deviceHash }: Attempt, code: string) => {
  const [row] = await db.web`select * from guard.prove_attempt_code(${secret}, ${deviceHash}, ${digestOf(code)})`;
  return [row?.outcome, row?.tries_left];
};
const mailsTo = async (person: TestPerson) =>
  (await db.admin`select template from guard.outgoing_mail where recipient = ${person.email}`).length;

/** Sets up a second factor as its owner would have. */
async function addTotp(person: TestPerson, codes = 1): Promise<void> {
  await db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x01', now())`;
  for (let n = 0; n < codes; n += 1)
    await db.admin`insert into guard.recovery_code (person_id, code_hash) values (${person.id}, ${digestOf(`recovery ${n}`)})`;
}

/** Every row of every table of the guard, digested. */
async function digestOfGuard(): Promise<string[]> {
  const tables =
    await db.admin`select c.relname name from pg_class c where c.relnamespace = 'guard'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const sums: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.admin.unsafe(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) sum from guard.${name} t`,
    );
    sums.push(`${name} ${row?.sum}`);
  }
  return sums;
}

describe('what a login still needs', () => {
  test('a password alone is enough on a device that its person has used, and on no other', async () => {
    const person = await makePerson(db.admin);
    const stranger = await makePerson(db.admin);
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    expect(await needsOf(await begin({ person, device }))).toEqual([]);
    expect(await needsOf(await begin({ person: stranger, device }))).toEqual(['email']);
    expect(await needsOf(await begin({ person }))).toEqual(['email']);
    await db.admin`update guard.device set revoked_at = now() where person_id = ${person.id}`;
    expect(await needsOf(await begin({ person, device }))).toEqual(['email']);
  });

  test('with a second factor neither a known device nor the mailbox replaces it, and a trusted device does', async () => {
    const person = await makePerson(db.admin);
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    await addTotp(person);
    const attempt = await begin({ person, device });
    expect(await needsOf(attempt)).toEqual(['totp', 'recovery']);
    expect(await send(attempt)).toBe('needless');
    await db.admin`update guard.device set trust_slot = 1, trusted_until = now() + interval '30 days' where person_id = ${person.id}`;
    expect(await needsOf(attempt)).toEqual([]);
    expect(await needsOf(await begin({ person }))).toEqual(['totp', 'recovery']);
    await db.admin`update guard.device set trusted_until = now() - interval '1 second' where person_id = ${person.id}`;
    expect(await needsOf(attempt)).toEqual(['totp', 'recovery']);
    await db.admin`update guard.recovery_code set used_at = now() where person_id = ${person.id}`;
    expect(await needsOf(attempt)).toEqual(['totp']);
  });

  test('a factor that was never confirmed is none, and neither are recovery codes alone', async () => {
    const person = await makePerson(db.admin);
    await addTotp(person);
    await db.admin`update guard.totp set confirmed_at = null where person_id = ${person.id}`;
    expect(await needsOf(await begin({ person }))).toEqual(['email']);
  });

  test('a passkey with user verification is both factors', async () => {
    const person = await makePerson(db.admin);
    await addTotp(person);
    expect(await needsOf(await begin({ person, amr: ['passkey'] }))).toEqual([]);
    const added = await begin({ person });
    await db.web`select guard.add_proof(${added.secret}, ${added.deviceHash}, 'passkey')`;
    expect(await last(added)).toBe(0);
  });

  test.each([['email'], ['totp'], ['recovery'], ['anything']])('nobody can claim to have seen %s', async (proof) => {
    await expect(begin({ amr: ['pwd', proof] })).rejects.toMatchObject({ code: '22023' });
    const attempt = await begin();
    await expect(
      db.web`select guard.add_proof(${attempt.secret}, ${attempt.deviceHash}, ${proof})`,
    ).rejects.toMatchObject({ code: '22023' });
  });

  test('nor begin without a proof or without a person', async () => {
    await expect(begin({ amr: [] })).rejects.toMatchObject({ code: '22023' });
    await expect(begin({ person: { id: null as unknown as string, email: '' } })).rejects.toMatchObject({
      code: '22023',
    });
  });
});

describe('the last step', () => {
  test('without a needed factor changes nothing at all, and displaces nobody', async () => {
    const person = await makePerson(db.admin);
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    expect(await last(await begin({ person, device }))).toBe(0);
    const onNew = await begin({ person });
    const before = await digestOfGuard();
    expect(await last(onNew)).toEqual(['RG007', ['email']]);
    expect(await digestOfGuard()).toEqual(before);
    await addTotp(person);
    const withFactor = await begin({ person, device });
    const again = await digestOfGuard();
    expect(await last(withFactor)).toEqual(['RG007', ['totp', 'recovery']]);
    expect(await digestOfGuard()).toEqual(again);
    const live = await db.admin`select id from guard.session where person_id = ${person.id} and ended_at is null`;
    expect(live).toHaveLength(1);
  });

  test('opens with the code from the mailbox, and the device is known from then on', async () => {
    const attempt = await begin();
    expect(await send(attempt, '042517')).toBe('sent');
    expect(await prove(attempt, '042517')).toEqual(['proved', 5]);
    expect(await last(attempt)).toBe(0);
    expect(await last(attempt)).toEqual(['RG005', undefined]);
    const { person, device } = attempt;
    expect(await last(await begin({ person, device }))).toBe(1);
    const [row] = await db.admin`select amr from guard.session where person_id = ${person.id} order by seq limit 1`;
    expect(row?.amr).toEqual(['pwd', 'email']);
  });

  test('makes a browser known to each of the people who use it', async () => {
    const device = randomUUID();
    const [ana, bea] = [await makePerson(db.admin), await makePerson(db.admin)];
    for (const person of [ana, bea]) {
      const attempt = await begin({ person, device });
      await send(attempt);
      await prove(attempt, '123456');
      expect(await last(attempt)).toBe(0);
    }
    for (const person of [ana, bea]) expect(await needsOf(await begin({ person, device }))).toEqual([]);
  });

  test('lets a device that was shut out and proved itself again begin anew, without its former trust', async () => {
    const device = randomUUID();
    const person = await makePerson(db.admin);
    await knowDevice(db.admin, person.id, device);
    await db.admin`update guard.device set revoked_at = now(), trust_slot = 1, trusted_until = now() + interval '1 day' where person_id = ${person.id}`;
    const attempt = await begin({ person, device });
    await send(attempt);
    await prove(attempt, '123456');
    await last(attempt);
    const rows =
      await db.admin`select revoked_at, trust_slot, trusted_until from guard.device where person_id = ${person.id}`;
    expect(rows).toEqual([{ revoked_at: null, trust_slot: null, trusted_until: null }]);
  });
});

describe('a code from the mailbox', () => {
  test('works once, in its own browser and attempt', async () => {
    const attempt = await begin();
    await send(attempt, '111111');
    const elsewhere = { ...attempt, deviceHash: digestOf('another') };
    await expect(prove(elsewhere, '111111')).rejects.toMatchObject({ code: 'RG005' });
    const other = await begin({ person: attempt.person });
    expect(await prove(other, '111111')).toEqual(['wrong', 4]);
    expect(await prove(attempt, '111111')).toEqual(['proved', 5]);
    expect((await prove(attempt, '111111'))[0]).toBe('wrong');
  });

  test('dies with its attempt at the fifth wrong one; a new code gives no tries back', async () => {
    const attempt = await begin();
    await send(attempt, '111111');
    for (const left of [4, 3, 2]) expect(await prove(attempt, '000000')).toEqual(['wrong', left]);
    await db.admin`update guard.login_attempt set code_sent_at = now() - interval '31 seconds' where secret_hash = ${attempt.secret}`;
    expect(await send(attempt, '222222')).toBe('sent');
    expect(await prove(attempt, '111111')).toEqual(['wrong', 1]);
    expect(await prove(attempt, '000000')).toEqual(['dead', 0]);
    await expect(prove(attempt, '222222')).rejects.toMatchObject({ code: 'RG005' });
    expect(await last(attempt)).toEqual(['RG005', undefined]);
  });

  test('has five tries also when many come at once', async () => {
    const attempt = await begin();
    await send(attempt, '111111');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        prove(attempt, String(200_000 + n)).then(
          ([outcome]) => outcome,
          (error) => error.code as string,
        ),
      ),
    );
    expect(outcomes.filter((each) => each === 'wrong')).toHaveLength(4);
    expect(outcomes.filter((each) => each === 'dead')).toHaveLength(1);
    expect(outcomes.filter((each) => each === 'RG005')).toHaveLength(15);
  });

  test('comes at most every 30 seconds and five times an hour, over all attempts of its person', async () => {
    const attempt = await begin();
    expect([await send(attempt), await send(attempt)]).toEqual(['sent', 'wait']);
    for (let n = 0; n < 4; n += 1) expect(await send(await begin({ person: attempt.person }))).toBe('sent');
    expect(await send(await begin({ person: attempt.person }))).toBe('limit');
    expect(await mailsTo(attempt.person)).toBe(5);
  });

  test('is worth nothing after ten minutes, nor after everything was ended', async () => {
    const old = await begin();
    await send(old);
    await db.admin`update guard.login_attempt set expires_at = now() where secret_hash = ${old.secret}`;
    await expect(prove(old, '123456')).rejects.toMatchObject({ code: 'RG005' });
    const outdated = await begin();
    await send(outdated);
    await prove(outdated, '123456');
    await db.admin`update guard.account set auth_epoch = auth_epoch + 1 where person_id = ${outdated.person.id}`;
    expect(await needsOf(outdated)).toBe('RG005');
    expect(await last(outdated)).toEqual(['RG005', undefined]);
  });

  test('stays in the database as a digest only', async () => {
    const attempt = await begin();
    await send(attempt, '987654');
    const [row] = await db.admin`select t::text line from guard.login_attempt t where secret_hash = ${attempt.secret}`;
    expect(row?.line).not.toContain('987654');
  });
});
