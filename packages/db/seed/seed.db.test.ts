import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSession } from '../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { migrate } from '../src/migrate.ts';
import { type DemoPicture, demoLogins, seedDemo } from './index.ts';

const NOW = new Date('2026-11-19T17:20:00Z');
const options = (adminUrl: string) => ({
  adminUrl,
  now: NOW,
  hashPassword: async (plain: string) => `hash of ${plain}`,
  passwordFor: (email: string) => `secret of ${email}`,
});

let database: TestDatabase;
let millis = 0;
const stored: DemoPicture[] = [];
beforeAll(async () => {
  database = await createDatabase();
  await migrate({ adminUrl: database.adminUrl });
  const started = performance.now();
  const first = await seedDemo({
    ...options(database.adminUrl),
    putMedia: async (picture) => {
      stored.push(picture);
    },
  });
  millis = performance.now() - started;
  expect(first.seeded).toBe(true);
});
afterAll(() => database.drop());

async function logIn(email: string): Promise<{ pass: Buffer; person: string }> {
  const [person] = await database.admin`select id from guard.person where email_key = ${email}`;
  const { pass } = await openTestSession(database.web, person?.id);
  return { pass, person: person?.id };
}

test('three businesses hold months of conversations and are plainly a demo', async () => {
  const found = await database.admin`
    select w.name, w.is_demo, a.is_demo account_is_demo, h.driver, h.state, h.wanted, h.number,
      (select count(*)::integer from app.message m where m.workspace_id = w.id) messages,
      (select count(*)::integer from app.contact c where c.workspace_id = w.id and c.kind <> 'group') contacts,
      (select count(*)::integer from app.contact c where c.workspace_id = w.id and c.kind = 'group') groups,
      (select count(*)::integer from app.conversation c where c.workspace_id = w.id and c.unread_count > 0) unread,
      (select count(*)::integer from app.message m where m.workspace_id = w.id and m.status = 2 and m.error_code is not null) failed,
      (select max(m.occurred_at) - min(m.occurred_at) > interval '180 days' from app.message m where m.workspace_id = w.id) long
    from app.workspace w join app.account a on a.id = w.account_id join app.channel h on h.workspace_id = w.id order by w.name`;
  expect(found.map((row) => row.name)).toEqual(['Clínica Dental Alameda', 'Peluquería Aurora', 'Ropa Lavanda']);
  for (const row of found) {
    expect(row).toMatchObject({
      is_demo: true,
      account_is_demo: true,
      driver: 'simulator',
      state: 'closed',
      wanted: 'closed',
      groups: 2,
      failed: 1,
      long: true,
    });
    expect(row.number).toMatch(/^346000000\d\d$/);
    expect(row.messages).toBeGreaterThanOrEqual(1500);
    expect(row.messages).toBeLessThanOrEqual(3000);
    expect(row.contacts).toBeGreaterThanOrEqual(60);
    expect(row.contacts).toBeLessThanOrEqual(90);
    expect(row.unread).toBeGreaterThanOrEqual(3);
  }
  expect(millis).toBeLessThan(8000);
});

test('what a conversation says of itself is what its messages say', async () => {
  const wrong = await database.admin`
    with said as (
      select workspace_id, conversation_id, count(*) n, max(seq) last_seq, min(seq) first_seq, max(occurred_at) last_at, min(occurred_at) first_at,
        coalesce(max(seq) filter (where direction = 'out'), 0) last_out,
        bool_and(direction = 'out' or status = 9) and bool_and(direction = 'in' or status in (2, 3, 4, 5)) statuses_fit
      from app.message group by 1, 2)
    select v.id from app.conversation v
      left join said s on s.workspace_id = v.workspace_id and s.conversation_id = v.id
      left join app.message m on m.workspace_id = v.workspace_id and m.conversation_id = v.id and m.seq = s.last_seq
    where s.n is null or s.first_seq <> 1 or s.n <> s.last_seq or v.last_seq <> s.last_seq or v.last_message_at <> s.last_at
      or v.last_message_id <> m.id or v.last_preview <> app.preview(m.kind, m.body) or v.last_kind <> m.kind or v.last_direction <> m.direction
      or v.last_status <> m.status or v.last_author_kind <> m.author_kind or not s.statuses_fit or m.channel_id <> v.channel_id
      or v.read_seq not in (s.last_out, s.last_seq) or v.unread_count <> v.last_seq - v.read_seq
      or (v.unread_count > 0 and v.status not in ('open', 'in_progress', 'waiting')) or v.created_at > s.first_at + interval '1 second'`;
  expect(wrong).toEqual([]);
  const disordered = await database.admin`
    select 1 from app.message a join app.message b on b.workspace_id = a.workspace_id and b.conversation_id = a.conversation_id and b.seq = a.seq + 1
    where b.occurred_at < a.occurred_at or a.occurred_at > ${NOW} or b.occurred_at > ${NOW}`;
  expect(disordered).toEqual([]);
});

test('photos point at bytes that were stored for their own business', async () => {
  const media = await database.admin`select workspace_id, sha256, bytes, state from app.media`;
  expect(media.length).toBeGreaterThan(6);
  for (const row of media) {
    const picture = stored.find((one) => one.workspaceId === row.workspace_id && one.sha256.equals(row.sha256));
    expect(picture?.bytes.length).toBe(Number(row.bytes));
    expect(
      createHash('sha256')
        .update(picture?.bytes ?? '')
        .digest(),
    ).toEqual(row.sha256);
    expect(row.state).toBe('ready');
  }
});

test('a second start changes nothing and answers the same logins', async () => {
  const counts = () =>
    database.admin`select (select count(*) from app.message) m, (select count(*) from guard.person) p, (select count(*) from app.account) a`;
  const before = await counts();
  const again = await seedDemo(options(database.adminUrl));
  expect(again).toEqual({ seeded: false, logins: demoLogins() });
  expect(await counts()).toEqual(before);
  expect(again.logins.every(({ email }) => email.endsWith('.example'))).toBe(true);
});

test('a start that is cut half-way leaves nothing, and two at once make one demo', async () => {
  const other = await createDatabase();
  try {
    await migrate({ adminUrl: other.adminUrl });
    const cut = seedDemo({
      ...options(other.adminUrl),
      putMedia: async () => {
        throw new Error('cut');
      },
    });
    await expect(cut).rejects.toThrow('cut');
    const [left] =
      await other.admin`select (select count(*)::integer from app.account) + (select count(*)::integer from guard.person) rows`;
    expect(left?.rows).toBe(0);
    const both = await Promise.all([seedDemo(options(other.adminUrl)), seedDemo(options(other.adminUrl))]);
    expect(both.map(({ seeded }) => seeded).sort()).toEqual([false, true]);
    const [made] =
      await other.admin`select count(*)::integer n, count(distinct account_id)::integer accounts from app.workspace`;
    expect(made).toEqual({ n: 3, accounts: 1 });
  } finally {
    await other.drop();
  }
});

test('each agent lists the own shop, newest first, and nothing of another', async () => {
  const agents = demoLogins().filter(({ role }) => role === 'agent');
  expect(agents).toHaveLength(3);
  const workspaces = await database.admin`select id, name from app.workspace`;
  for (const agent of agents) {
    const { pass, person } = await logIn(agent.email);
    for (const workspace of workspaces) {
      const list = database.web`select app.list_conversations(${pass}, ${person}, ${workspace.id}, 'every', null, null, 200) rows`;
      if (!agent.workspaces.includes(workspace.name)) {
        await expect(list).rejects.toMatchObject({ code: 'RG002' });
        continue;
      }
      const rows = (await list)[0]?.rows as { id: string; lastMessageAt: string }[];
      const [count] =
        await database.admin`select count(*)::integer n from app.conversation where workspace_id = ${workspace.id}`;
      expect(rows).toHaveLength(count?.n);
      const order = rows.map((row) => `${row.lastMessageAt} ${row.id}`);
      expect(order).toEqual([...order].sort().reverse());
      const seen = await database.web.begin(async (tx) => {
        await tx`select guard.enter(${pass}, ${person}, ${workspace.id})`;
        return await tx`select distinct workspace_id from app.message union select distinct workspace_id from app.contact`;
      });
      expect(seen.map((row) => row.workspace_id)).toEqual([workspace.id]);
    }
  }
});
