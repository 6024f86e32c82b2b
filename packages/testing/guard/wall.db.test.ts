import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, makeWorkspace, openTestSession, type TestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { strangePass } from '../src/passes.ts';

let db: TestDatabase;
let web: Database;
let staff: TestSession;
let staffEmail: string;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'wall', max: 8 });
  const person = await makePerson(db.admin);
  staffEmail = person.email;
  await db.admin`select guard.grant_staff(${person.email}, 'test')`;
  staff = await openTestSession(db.web, person.id);
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

async function displaced() {
  const person = await makePerson(db.admin);
  const workspace = await makeWorkspace(db.admin, { owner: person });
  const session = await openTestSession(db.web, person.id);
  return { person, workspace, session, winner: await openTestSession(db.web, person.id) };
}
const ask = async (pass: Buffer, words = '', source = 'card'): Promise<string | null> =>
  (await web`select guard.open_lead(${pass}, ${source}, ${words}, '\\x00') became`)[0]?.became;
const leadsOf = async (personId: string) =>
  await db.admin`select words, signals, handled_at from guard.sales_lead where person_id = ${personId} order by id`;
type Lead = { id: number; name: string; email: string; words: string; handledBy: string | null };
const listed = async (handled: boolean, before: number | null = null, limit = 1000): Promise<Lead[]> =>
  (await web`select guard.list_leads(${staff.pass}, null, '{}', ${handled}, ${before}::bigint, ${limit}) found`)[0]
    ?.found;
const wall = async (days = 30) =>
  (await web`select guard.wall(${staff.pass}, null, ${days}) found`)[0]?.found as {
    funnel: Record<string, number>;
    people: number;
    leads: number;
    idle: { running: boolean; variants: { variant: string; people: number; logins: number; idle: number }[] };
  };

describe('a wish to talk with us', () => {
  test('comes from the card of a displaced session or from one that lives, with what the account is known by', async () => {
    const { person, session, winner } = await displaced();
    await web`select guard.note_card(${session.pass}, 'several')`;
    expect(await ask(session.pass, 'Somos tres en la tienda')).toBe('new');
    const [lead] = await leadsOf(person.id);
    expect(lead).toMatchObject({
      words: 'Somos tres en la tienda',
      signals: { displaced: 1, several: 1, logins: 2, sessionLimit: 1, workspaces: [expect.any(String)] },
    });
    expect(await ask(winner.pass, '', 'explainer')).toBe('again');
    expect((await leadsOf(person.id)).map((row) => row.words)).toEqual(['Somos tres en la tienda']);
  });

  test('waits once for each person, also when it is asked at the same moment, and keeps all that was said', async () => {
    const { person, session } = await displaced();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(session.pass, `mensaje ${n}`)));
    expect(answers.filter((each) => each === 'new')).toHaveLength(1);
    const [lead, ...others] = await leadsOf(person.id);
    expect(others).toEqual([]);
    expect(lead?.words.split('\n').sort()).toEqual(Array.from({ length: 12 }, (_, n) => `mensaje ${n}`).sort());
  });

  test('is told to the staff by one mail', async () => {
    const { session } = await displaced();
    const mails = async () =>
      Number(
        (
          await db.admin`select count(*) n from guard.outgoing_mail where recipient = ${staffEmail} and template = 'sales-lead'`
        )[0]?.n,
      );
    const before = await mails();
    await ask(session.pass);
    await ask(session.pass, 'otra vez');
    expect(await mails()).toBe(before + 1);
  });

  test('is refused to any other pass', async () => {
    const { person, session } = await displaced();
    const left = await openTestSession(db.web, (await makePerson(db.admin)).id);
    await web`select guard.end_session(${left.pass}, 'logout')`;
    await db.admin`update guard.session set ended_at = ended_at - interval '25 hours' where id = ${session.sessionId}`;
    for (const pass of [left.pass, session.pass, strangePass()]) expect(await ask(pass)).toBeNull();
    expect(await leadsOf(person.id)).toEqual([]);
  });

  test('is answered once, by whoever of the staff is first, and a later one waits anew', async () => {
    const { person, session } = await displaced();
    await ask(session.pass, 'hola');
    const lead = (await listed(false)).find(({ email }) => email === person.email) as Lead;
    const settle = async () =>
      (await web`select guard.settle_lead(${staff.pass}, null, '{}', ${lead.id}::bigint) done`)[0]?.done;
    expect((await Promise.all([settle(), settle(), settle()])).filter(Boolean)).toHaveLength(1);
    expect((await listed(false)).map(({ id }) => id)).not.toContain(lead.id);
    expect((await listed(true)).find(({ id }) => id === lead.id)).toMatchObject({ handledBy: expect.any(String) });
    expect(await ask(session.pass, 'otra cosa')).toBe('new');
    const [row] =
      await db.admin`select count(*)::int n from guard.staff_action where action = 'lead.handled' and subject = ${String(lead.id)}`;
    expect(row?.n).toBe(1);
  });

  test('is listed by key, each once', async () => {
    for (let n = 0; n < 5; n += 1) await ask((await displaced()).session.pass);
    const all = (await listed(false)).map(({ id }) => id);
    const paged: number[] = [];
    for (;;) {
      const page = await listed(false, paged.at(-1) ?? null, 2);
      paged.push(...page.map(({ id }) => id));
      if (page.length < 2) break;
    }
    expect(paged).toEqual(all);
  });
});

test('the wall counts who met it, what they chose and who asked, and only what happened in its days', async () => {
  const before = await wall();
  const { session } = await displaced();
  for (const action of ['view', 'several']) await web`select guard.note_card(${session.pass}, ${action})`;
  await ask(session.pass);
  const old = await displaced();
  await db.admin`update guard.session_event set at = at - interval '8 days' where session_id = ${old.session.sessionId}`;
  const after = await wall();
  const grown = (key: string) => (after.funnel[key] ?? 0) - (before.funnel[key] ?? 0);
  expect([grown('displaced'), grown('view'), grown('several'), after.people - before.people]).toEqual([2, 1, 1, 2]);
  expect(after.leads - before.leads).toBe(1);
  expect((await wall(7)).funnel.displaced).toBe((after.funnel.displaced ?? 0) - 1);
  // who asks where a plan ends has met another wall
  await ask((await displaced()).winner.pass, '', 'limit');
  expect((await wall()).leads).toBe(after.leads);
});

test('what came of each inactivity limit is counted where its accounts are', async () => {
  await db.admin`select guard.set_experiment('idle-minutes', '{45,30,60}', true, 'test', 'to be measured')`;
  try {
    const before = await wall();
    const { person } = await displaced();
    await db.admin`update guard.session set idle_expires_at = clock_timestamp() where person_id = ${person.id} and ended_at is null`;
    await db.admin`select guard.clean_sessions()`;
    const after = await wall();
    expect(after.idle.running).toBe(true);
    expect(after.idle.variants.map(({ variant }) => variant)).toEqual(['45', '30', '60']);
    const sum = (of: typeof before, key: 'people' | 'logins' | 'idle') =>
      of.idle.variants.reduce((total, each) => total + each[key], 0);
    expect([sum(after, 'people') - sum(before, 'people'), sum(after, 'logins') - sum(before, 'logins')]).toEqual([
      1, 2,
    ]);
    expect(sum(after, 'idle') - sum(before, 'idle')).toBe(1);
  } finally {
    await db.admin`select guard.set_experiment('idle-minutes', '{45,30,60}', false, 'test', 'over')`;
  }
});

test('none of it is there for anybody but the staff', async () => {
  const { winner } = await displaced();
  for (const call of [
    'wall($1, null, 30)',
    "list_leads($1, null, '{}', false, null, 10)",
    "settle_lead($1, null, '{}', 1)",
  ])
    await expect(web.unsafe(`select guard.${call}`, [winner.pass])).rejects.toMatchObject({ code: 'RG004' });
});
