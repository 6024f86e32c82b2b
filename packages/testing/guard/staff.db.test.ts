import { randomUUID } from 'node:crypto';
import { refusalOf } from '@recado/db';
import { staff } from '@recado/db/staff';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, openTestSession, type TestPerson, type TestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

/** What the command for the terminal says and answers. */
async function run(...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await staff(args, { adminUrl: db.adminUrl, by: 'test', say: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
}

async function newcomer(): Promise<{ person: TestPerson; session: TestSession }> {
  const person = await makePerson(db.admin);
  return { person, session: await openTestSession(db.web, person.id) };
}

/** How the door answers: "in", or the code of its refusal. */
const knock = async (session: TestSession, personId: string | null = null): Promise<string> =>
  await db.web`select * from guard.enter_staff(${session.pass}, ${personId})`.then(
    () => 'in',
    (error) => error.code as string,
  );

describe("the staff's door", () => {
  const ends: [name: string, end: (session: TestSession) => Promise<unknown>][] = [
    ['lives', async () => {}],
    ['was logged out', (session) => db.web`select guard.end_session(${session.pass}, 'logout')`],
    [
      'was idle too long',
      (session) =>
        db.admin`update guard.session set idle_expires_at = clock_timestamp() where id = ${session.sessionId}`,
    ],
    [
      'is too old',
      (session) =>
        db.admin`update guard.session set abs_expires_at = clock_timestamp() where id = ${session.sessionId}`,
    ],
  ];
  const standings: [name: string, stand: (person: TestPerson) => Promise<unknown>, isStaff: boolean][] = [
    ['an outsider', async () => {}, false],
    ['staff', (person) => run('add', person.email), true],
    [
      'staff whose grant was taken back',
      async (person) => {
        await run('add', person.email);
        await run('remove', person.email);
      },
      false,
    ],
    [
      'staff granted anew',
      async (person) => {
        await run('add', person.email);
        await run('remove', person.email);
        await run('add', person.email);
      },
      true,
    ],
    [
      'staff whose account is closed',
      async (person) => {
        await run('add', person.email);
        await db.admin`update guard.account set disabled_at = now() where person_id = ${person.id}`;
      },
      false,
    ],
  ];
  const cases = standings.flatMap(([who, stand, isStaff]) =>
    ends.map(([what, end]) => ({
      who,
      stand,
      what,
      end,
      answer: what !== 'lives' ? 'RG001' : isStaff ? 'in' : 'RG004',
    })),
  );

  test.each(cases)('answers $answer to $who whose session $what', async ({ stand, end, answer }) => {
    const { person, session } = await newcomer();
    await stand(person);
    await end(session);
    expect(await knock(session)).toBe(answer);
  });

  test("refuses the page of one person with another's session, staff or not", async () => {
    const { person, session } = await newcomer();
    await run('add', person.email);
    expect(await knock(session, (await newcomer()).person.id)).toBe('RG003');
    expect(await knock(session, person.id)).toBe('in');
  });

  test('does not take a session that impersonates a person for that person', async () => {
    const { person, session } = await newcomer();
    await run('add', person.email);
    await db.admin`update guard.session set kind = 'impersonation', actor_id = ${randomUUID()}, reason = 'a test' where id = ${session.sessionId}`;
    expect(await knock(session)).toBe('RG004');
  });

  test('sets no tenant', async () => {
    const { person, session } = await newcomer();
    await run('add', person.email);
    const [row] = await db.web.begin(async (tx) => {
      await tx`select guard.enter_staff(${session.pass}, null)`;
      return await tx`select guard.workspace_id() workspace, guard.can_write() "canWrite", guard.is_system() "isSystem"`;
    });
    expect(row).toEqual({ workspace: null, canWrite: false, isSystem: false });
  });

  test('tells an outsider only that they are not staff', async () => {
    const { session } = await newcomer();
    const error = await db.web`select guard.enter_staff(${session.pass}, null)`.catch((thrown) => thrown);
    expect(refusalOf(error)).toEqual({ kind: 'staff' });
    expect([error.detail, error.hint]).toEqual([undefined, undefined]);
  });

  test.each(['web', 'worker', 'jobs'] as const)('lets nobody grant it from the role of %s', async (role) => {
    const { person } = await newcomer();
    for (const call of [
      `guard.grant_staff('${person.email}', 'me')`,
      `guard.revoke_staff('${person.email}', 'me')`,
      'guard.list_staff()',
      `guard.note_staff_action('${person.id}', '${person.id}', 'a', null, null, null)`,
    ])
      await expect(db[role].unsafe(`select ${call}`)).rejects.toMatchObject({ code: '42501' });
    for (const table of ['guard.staff', 'guard.staff_action'])
      await expect(db[role].unsafe(`select 1 from ${table}`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the log of the staff', () => {
  test.each([
    'update guard.staff_action set action = action',
    'delete from guard.staff_action',
    'truncate guard.staff_action',
  ])('refuses "%s", to its owner too', async (statement) => {
    const { person, session } = await newcomer();
    await db.admin`select guard.note_staff_action(${person.id}, ${session.sessionId}, 'runs.read', 'run', '{}', '{"requestId":"r","address":"203.0.113.7"}')`;
    await expect(
      db.admin.begin(async (tx) => {
        await tx`set local role guard_owner`;
        await tx.unsafe(statement);
      }),
    ).rejects.toMatchObject({ code: '23001' });
  });
});

describe('npm run staff', () => {
  test('grants once, says so the second time, lists and takes back', async () => {
    const { person } = await newcomer();
    const loud = `  ${person.email.toUpperCase()} `;
    expect(await run('add', loud)).toMatchObject({ code: 0, said: expect.stringContaining('is staff now') });
    expect(await run('add', person.email)).toMatchObject({
      code: 0,
      said: expect.stringContaining('is staff already'),
    });
    expect((await run('list')).said).toContain(`${person.email}  Ana, since `);
    expect(await run('remove', person.email)).toMatchObject({
      code: 0,
      said: expect.stringContaining('no longer staff'),
    });
    expect(await run('remove', person.email)).toMatchObject({ code: 1, said: expect.stringContaining('is not staff') });
    expect((await run('list')).said).not.toContain(person.email);
    const history = await db.admin`select granted_by, revoked_by from guard.staff where person_id = ${person.id}`;
    expect([...history]).toEqual([{ granted_by: 'test', revoked_by: 'test' }]);
  });

  test('ends the sessions of one person or of everybody, and a proof from before opens nothing', async () => {
    const [theirs, other] = [await newcomer(), await newcomer()];
    const live = async (id: string) =>
      (await db.admin`select 1 from guard.session where person_id = ${id} and ended_at is null`).length;
    expect(await run('end-sessions', ` ${theirs.person.email.toUpperCase()}`)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^1 session of .* ended/),
    });
    expect([await live(theirs.person.id), await live(other.person.id)]).toEqual([0, 1]);
    await expect(openTestSession(db.web, theirs.person.id, { epoch: 0 })).rejects.toMatchObject({ code: 'RG005' });
    expect(await run('end-sessions', 'nobody@recado.test')).toMatchObject({ code: 1 });
    expect(await run('end-sessions', '--everybody')).toMatchObject({ code: 0 });
    expect(await live(other.person.id)).toBe(0);
  });

  test('says when nobody has that address', async () => {
    expect(await run('add', 'nobody@recado.test')).toMatchObject({
      code: 1,
      said: expect.stringContaining('nobody has an account with nobody@recado.test'),
    });
  });

  test.each([[[]], [['add']], [['list', 'all']], [['grant', 'a@b.c']], [['add', 'a@b.c', 'd@e.f']]])(
    'shows how it is used when called as %j',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2, said: expect.stringMatching(/^usage/) });
    },
  );

  test('two grants at once leave one', async () => {
    const { person } = await newcomer();
    const said = await Promise.all(Array.from({ length: 6 }, () => run('add', person.email)));
    expect(said.filter((each) => each.said.includes('is staff now'))).toHaveLength(1);
    expect(await db.admin`select 1 from guard.staff where person_id = ${person.id}`).toHaveLength(1);
  });
});
