import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, makePerson, makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { plansOf } from '../../../testing/src/tenancy/call-plans.ts';
import type { Ctx } from '../kernel/index.ts';
import type { MessageSearch } from './contract.ts';
import { searchMessages } from './index.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'search-test', max: 2 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

type Shop = { id: string; ctx: Ctx; pass: Buffer; ownerId: string; channelId: string };

const ctxOf = (workspaceId: string, pass: Buffer) =>
  ({ workspaceId, door: { kind: 'session', pass }, db: web }) as unknown as Ctx;

async function openShop(): Promise<Shop> {
  const workspace = await makeWorkspace(db.admin);
  const { pass } = await openTestSession(db.web, workspace.owner.id);
  const [channel] =
    await db.admin`insert into app.channel (workspace_id, name, driver) values (${workspace.id}, 'Tienda', 'simulator') returning id`;
  return {
    id: workspace.id,
    ctx: ctxOf(workspace.id, pass),
    pass,
    ownerId: workspace.owner.id,
    channelId: channel?.id,
  };
}

async function openThread(shop: Shop, assignee: string | null = null): Promise<{ id: string; contactId: string }> {
  const [contact] =
    await db.admin`insert into app.contact (workspace_id, name) values (${shop.id}, 'Cliente') returning id`;
  const [row] = await db.admin`insert into app.conversation (workspace_id, channel_id, contact_id, address, assignee_id)
    values (${shop.id}, ${shop.channelId}, ${contact?.id}, '1@lid', ${assignee}) returning id`;
  return { id: row?.id, contactId: contact?.id };
}

type Said = { body: string; at?: string; direction?: 'in' | 'out'; kind?: string; authorId?: string };

async function say(shop: Shop, conversationId: string, ...all: Said[]): Promise<void> {
  for (const { body, at = '2026-11-20T10:00:00Z', direction = 'in', kind = 'text', authorId = null } of all)
    await db.admin`
      insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, author_id, status, occurred_at)
        select ${shop.id}, ${conversationId}, ${shop.channelId}, count(*) + 1, ${direction}, ${kind}, ${body}, ${randomUUID()},
          ${direction === 'in' ? 'contact' : 'person'}, ${authorId}, ${direction === 'in' ? 9 : 3}, ${at}::text::timestamptz
          from app.message m where m.workspace_id = ${shop.id} and m.conversation_id = ${conversationId}`;
}

const texts = ({ hits }: MessageSearch) => hits.map(({ snippet }) => snippet.text);
const marked = ({ hits }: MessageSearch) =>
  hits.map(({ snippet: { text, marks } }) => marks.map(([from, to]) => text.slice(from, to)));

test('words are found by their stem, in any case, with accents or without, newest first, and marked where they stand', async () => {
  const shop = await openShop();
  const { id } = await openThread(shop);
  await say(
    shop,
    id,
    { body: 'Te mando las FACTURAS mañana', at: '2026-10-01T10:00:00Z' },
    { body: 'la facturación va aparte', at: '2026-11-02T10:00:00Z' },
    { body: 'El camión llega el miércoles' },
    { body: '<b>factura</b> & <script>alert(1)</script>', at: '2019-01-01T00:00:00Z' },
  );
  const search = (text: string) => searchMessages(shop.ctx, { text });
  const invoices = await search('factura');
  expect(texts(invoices)).toEqual(['Te mando las FACTURAS mañana', '<b>factura</b> & <script>alert(1)</script>']);
  expect(marked(invoices)).toEqual([['FACTURAS'], ['factura']]);
  expect(texts(await search('facturacion'))).toEqual(['la facturación va aparte']);
  for (const text of ['CAMION', 'camiones', 'camión miercoles', 'Miércoles el camión'])
    expect(texts(await search(text))).toEqual(['El camión llega el miércoles']);
  expect(texts(await search('"mando las facturas"'))).toEqual(['Te mando las FACTURAS mañana']);
  expect(texts(await search('factura -mañana'))).toEqual(['<b>factura</b> & <script>alert(1)</script>']);
  expect(texts(await search('camion or facturacion'))).toHaveLength(2);
  // of nothing said this is the beginning of a word, and the answer says so
  expect(await search('factu mand')).toMatchObject({ hits: [], isLoose: true });
  expect(await search('miérc')).toMatchObject({
    isLoose: true,
    hits: [{ snippet: { text: 'El camión llega el miércoles' } }],
  });
});

test('under three letters nothing is looked for, nor what stands in every text, nor only what is not wanted', async () => {
  const { ctx } = await openShop();
  for (const text of ['ma', '¿?', 'a b', '...'])
    expect(await searchMessages(ctx, { text })).toMatchObject({ state: 'tooShort', hits: [] });
  for (const text of ['de la que', '-hola', '"" or -hola'])
    expect(await searchMessages(ctx, { text })).toMatchObject({ state: 'onlyCommon', hits: [] });
  for (const text of ["'; drop table app.message; --", 'a & b | !(c', '\\\\%_', ':*:*:*', '\uFFFFabc'])
    expect((await searchMessages(ctx, { text })).hits).toEqual([]);
});

test('pages miss nothing and repeat nothing, over equal instants, months, years and a clock that is ahead', async () => {
  const shop = await openShop();
  const [one, two] = [await openThread(shop), await openThread(shop)];
  const instants = [
    '2031-01-01T00:00:00Z',
    '2026-11-20T10:00:00.000001Z',
    '2026-11-20T10:00:00Z',
    '2026-11-20T10:00:00Z',
    '2026-10-31T23:59:59.999999Z',
    '2025-12-31T23:59:59Z',
    '2024-02-29T12:00:00Z',
    '2023-06-01T00:00:00Z',
    '2019-01-01T00:00:00Z',
    '2012-01-01T00:00:00Z',
    '1970-01-01T00:00:01Z',
  ];
  for (const [n, at] of instants.entries()) await say(shop, n % 2 ? one.id : two.id, { body: 'un pedido', at });
  await db.admin`update app.conversation set last_message_at = '2031-01-01' where workspace_id = ${shop.id} and id = ${two.id}`;
  const seen: string[] = [];
  for (let before: { occurredAt: string; id: string; loose: boolean } | undefined; ; ) {
    const page = await searchMessages(shop.ctx, { text: 'pedido', limit: 2, before });
    seen.push(...page.hits.map(({ id, occurredAt }) => `${occurredAt} ${id}`));
    const last = page.hits.at(-1);
    expect(page.hasMore).toBe(seen.length < instants.length);
    if (!page.hasMore || !last) break;
    before = { occurredAt: last.occurredAt, id: last.id, loose: page.isLoose };
  }
  expect(new Set(seen).size).toBe(instants.length);
  expect(seen).toEqual([...seen].sort().reverse());
});

test('filters narrow by number, person, author, side, time and what it is', async () => {
  const shop = await openShop();
  const [ana, bea] = [await openThread(shop), await openThread(shop)];
  const [other] =
    await db.admin`insert into app.channel (workspace_id, name, driver) values (${shop.id}, 'Otro', 'simulator') returning id`;
  await say(
    shop,
    ana.id,
    { body: 'pedido uno' },
    { body: 'pedido dos', direction: 'out', authorId: shop.ownerId },
    { body: 'pedido tres', kind: 'image' },
  );
  await say(shop, bea.id, { body: 'pedido cuatro', at: '2025-03-01T10:00:00Z' });
  await say({ ...shop, channelId: other?.id }, bea.id, { body: 'pedido cinco', at: '2025-03-02T10:00:00Z' });
  const found = async (filter: object) =>
    texts(await searchMessages(shop.ctx, { text: 'pedido', ...filter }))
      .map((text) => text.split(' ')[1])
      .sort();
  expect(await found({})).toHaveLength(5);
  expect(await found({ channelId: other?.id })).toEqual(['cinco']);
  expect(await found({ contactId: bea.contactId })).toEqual(['cinco', 'cuatro']);
  expect(await found({ personId: shop.ownerId })).toEqual(['dos']);
  expect(await found({ side: 'us' })).toEqual(['dos']);
  expect(await found({ kinds: ['image', 'document'] })).toEqual(['tres']);
  expect(await found({ to: '2025-03-02T00:00:00Z' })).toEqual(['cuatro']);
  expect(await found({ from: '2025-03-02T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toEqual(['cinco']);
  expect(await found({ contactId: randomUUID() })).toEqual([]);
});

describe('at a size that tells plans apart', () => {
  let shop: Shop;
  let agent: string;
  let agentPass: Buffer;
  beforeAll(async () => {
    shop = await openShop();
    await db.admin`update app.account set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'team' group by v.plan)
      where id = (select account_id from app.workspace where id = ${shop.id})`;
    const person = await makePerson(db.admin);
    agent = person.id;
    await addMember(db.admin, shop.id, person, 'agent');
    await db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${shop.ownerId}, '\\x00', now())`;
    agentPass = (await openTestSession(db.web, agent)).pass;
    const theirs = await openThread(shop, agent);
    await say(shop, theirs.id, { body: 'hola, esto es mío' });
    const others = await openThread(shop);
    await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      select ${shop.id}, ${others.id}, ${shop.channelId}, n, 'in', 'text',
        'hola palabra' || n % 900 || case when n % 10 = 0 then ' pedido' else '' end || case when n % 1500 = 7 then ' gamuza' else '' end || case when n < 600 then ' antigualla' else '' end,
        n::text, 'contact', 9, now() - (4000 - n) * interval '4 hours' from generate_series(1, 4000) n`;
    await db.admin`vacuum analyze app.message`;
  });

  const call = (text: string, pass: Buffer) =>
    `select app.search_messages('\\x${pass.toString('hex')}', null, '${shop.id}', '${text}', false, null, null, 20, null, null, null, null, null, null, null)`;
  const looks = (plans: readonly string[]) =>
    plans.filter((plan) => plan.includes('from app.message m') && plan.includes('@@ p_words'));

  test.each([
    ['common', 'pedido'],
    ['rare', 'gamuza'],
    ['absent', 'zurcefrenos'],
    ['old', 'antigualla'],
    ['the beginning of a word', 'antigual'],
  ])(
    'every look for a word that is %s is a condition of the index, which begins with the company',
    async (_kind, text) => {
      const { plans } = await plansOf(db.adminUrl, 'recado_web', [call(text, shop.pass)]);
      expect(looks(plans).length).toBeGreaterThan(0);
      for (const plan of looks(plans)) {
        expect(plan).toMatch(/Bitmap Index Scan on message_p\d_search/);
        expect(plan).toMatch(/Index Cond: \(\(workspace_id = \$\d+\) AND .*to_tsvector\('app\.spanish'.* @@ \$1\)/);
        expect(plan).not.toMatch(/Seq Scan on message|Index Scan using message/);
      }
      expect((await searchMessages(shop.ctx, { text })).hits.length > 0).toBe(text !== 'zurcefrenos');
    },
  );

  test('under three letters no message is touched at all', async () => {
    const { plans } = await plansOf(db.adminUrl, 'recado_web', [call('pe', shop.pass)]);
    expect(plans.filter((plan) => plan.includes('app.message'))).toEqual([]);
  });

  test('what others are told costs somebody who sees little nothing: not a row of theirs is met', async () => {
    for (const text of ['pedido', 'antigualla']) {
      const { plans } = await plansOf(db.adminUrl, 'recado_web', [call(text, agentPass)]);
      const met = looks(plans).flatMap((plan) =>
        [...plan.matchAll(/Bitmap (?:Heap|Index) Scan.*actual rows=([\d.]+)/g)].map(([, rows]) => Number(rows)),
      );
      expect(met.length).toBeGreaterThan(0);
      expect(Math.max(...met)).toBe(0);
      expect(await searchMessages(ctxOf(shop.id, agentPass), { text })).toMatchObject({ hits: [], hasMore: false });
    }
    expect(texts(await searchMessages(ctxOf(shop.id, agentPass), { text: 'hola' }))).toEqual(['hola, esto es mío']);
  });

  test('somebody with more than five hundred conversations finds theirs and no other', async () => {
    const many = await openShop();
    await db.admin`update app.account set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'team' group by v.plan)
      where id = (select account_id from app.workspace where id = ${many.id})`;
    const person = await makePerson(db.admin);
    await addMember(db.admin, many.id, person, 'agent');
    const ctx = ctxOf(many.id, (await openTestSession(db.web, person.id)).pass);
    await db.admin`with c as (insert into app.contact (workspace_id, name) select ${many.id}, 'Cliente ' || n from generate_series(1, 520) n returning id)
      insert into app.conversation (workspace_id, channel_id, contact_id, address, assignee_id) select ${many.id}, ${many.channelId}, id, '1@lid', ${person.id} from c`;
    const [own] = await db.admin`select id from app.conversation where workspace_id = ${many.id} limit 1`;
    const nobodys = await openThread(many);
    await say(many, own?.id, { body: 'mi pedido' });
    await say(many, nobodys.id, { body: 'otro pedido' });
    for (const [visibility, expected] of [
      ['own', ['mi pedido']],
      ['own_unassigned', ['mi pedido', 'otro pedido']],
      ['all', ['mi pedido', 'otro pedido']],
    ] as const) {
      await db.admin`update app.workspace set visibility = ${visibility} where id = ${many.id}`;
      expect([visibility, texts(await searchMessages(ctx, { text: 'pedido' })).sort()]).toEqual([visibility, expected]);
    }
  });

  test('the functions that look past the policies say nothing outside of a door, and of no company but the door’s', async () => {
    const ask = `select ids from guard.find_messages('pedid', null, null, 5, null, null, null, null, null, null, null)`;
    const contacts = `select ids from guard.find_contacts(array['%cliente%'], null, null, null, null, 5)`;
    for (const question of [ask, contacts]) expect(await db.web.unsafe(question)).toEqual([{ ids: [] }]);
    const other = await openShop();
    await openThread(other);
    const answers = await db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${other.pass}, null, ${other.id})`;
      return [await tx.unsafe(ask), await tx.unsafe(contacts)].map(
        ([row]) => (row as unknown as { ids: string[] }).ids.length,
      );
    });
    expect(answers).toEqual([0, 1]);
    for (const role of [db.worker, db.jobs]) await expect(role.unsafe(ask)).rejects.toMatchObject({ code: '42501' });
  });

  test('whoever is shut out finds nothing, nor does a role of the company’s own without the right', async () => {
    const ctx = ctxOf(shop.id, agentPass);
    await db.admin`update app.member set blocked_at = now() where workspace_id = ${shop.id} and person_id = ${agent}`;
    await expect(searchMessages(ctx, { text: 'hola' })).rejects.toMatchObject({ code: 'kernel.workspaceNotFound' });
    const [role] =
      await db.admin`insert into app.custom_role (workspace_id, name, permissions) values (${shop.id}, 'Agenda', ${['contacts.read']}) returning id`;
    await db.admin`update app.member set blocked_at = null, role = 'custom', custom_role_id = ${role?.id} where workspace_id = ${shop.id} and person_id = ${agent}`;
    await expect(searchMessages(ctx, { text: 'hola' })).rejects.toMatchObject({ code: 'kernel.forbidden' });
  });
});

test('a search that is not answered in two seconds is called off, and says so', async () => {
  const shop = await openShop();
  const one = connect(db.webUrl, { name: 'one', max: 1 });
  await db.admin.begin(async (tx) => {
    await tx`lock table app.message in access exclusive mode`;
    const started = performance.now();
    const ctx = { ...shop.ctx, db: one };
    expect(await searchMessages(ctx, { text: 'pedido' })).toMatchObject({ state: 'timedOut', hits: [] });
    expect(performance.now() - started).toBeGreaterThan(1_900);
  });
  // its limit is not the next one's
  expect([...(await one`show statement_timeout`)]).toEqual([{ statement_timeout: '30s' }]);
  await one.end({ timeout: 1 });
  expect(await searchMessages(shop.ctx, { text: 'pedido' })).toMatchObject({ state: 'found', hits: [] });
});

test('a search that is called off before its turn tells whoever was displaced that they were, and not that it took long', async () => {
  const shop = await openShop();
  const busy = connect(db.webUrl, { name: 'busy', max: 1 });
  const ctx = { ...shop.ctx, db: busy };
  const taken = busy`select pg_sleep(2.4)`.execute();
  await openTestSession(db.web, shop.ownerId);
  await expect(searchMessages(ctx, { text: 'pedido' })).rejects.toMatchObject({ code: 'identity.sessionEnded' });
  await taken;
  await busy.end({ timeout: 1 });
});
