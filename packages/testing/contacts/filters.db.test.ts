import { changeContacts, countContacts, listContacts } from '@recado/core/contacts';
import type { ContactFilter, ContactRow, FilterGroup, FilterLeaf } from '@recado/core/contacts/contract';
import { variants } from '@recado/core/contacts/rules';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { onPlan, refusalOf, type Seat, sit } from '../src/desk.ts';
import { plansOf } from '../src/tenancy/call-plans.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const FIELDS = ['00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000f2'];
const TAGS = [
  '00000000-0000-4000-8000-0000000000e1',
  '00000000-0000-4000-8000-0000000000e2',
  '00000000-0000-4000-8000-0000000000e3',
];
const nasty = ["'", "' or 1=1 --", '"', '%', '_', '\\', '$1', ';', 'ñ', 'José', 'ANA', 'a', 'b@c.d', '--', '/*', '612'];

let db: TestDatabase;
let seat: Seat;
let workspaceId: string;
let everybody: ContactRow[];
beforeAll(async () => {
  db = await createDatabase();
  const workspace = await makeWorkspace(db.admin);
  workspaceId = workspace.id;
  await onPlan(db.admin, workspace.accountId, 'agency');
  seat = await sit(db, workspaceId, { member: workspace.owner });
  Object.assign(seat.ctx, { clock: { now: () => NOW } });
  // of everything something, and of everything nothing
  await db.admin`
    with made as (
      insert into app.contact (workspace_id, name, profile_name, kind, email, city, company, notes, country, language, birthday, source, score, owner_id, marketing, marketing_at,
          last_in_at, last_out_at, created_at, fields)
        select ${workspaceId}, (${nasty}::text[])[1 + n % 16] || case when n % 3 = 0 then ' Pérez' else '' end, case when n % 4 = 0 then 'José ' || n end,
          (array['prospect', 'customer', 'vip', 'blocked', 'group'])[1 + n % 5], case when n % 3 = 1 then 'Ana' || n || '@c.d' end, case when n % 5 = 2 then 'Ávila' end,
          case when n % 6 = 1 then 'a%b_c' end, case when n % 7 = 3 then 'it''s; --' end, case when n % 2 = 0 then 'ES' end, case when n % 3 = 0 then 'ca' end,
          case when n % 4 = 1 then make_date(1990, 1 + n % 12, 3) end, case when n % 2 = 0 then 'import' else 'whatsapp' end, case when n % 3 <> 0 then n end,
          case when n % 4 = 2 then ${seat.person.id}::uuid end, (array['in', 'out', null])[1 + n % 3], ${NOW}::timestamptz,
          case when n % 3 <> 1 then ${NOW}::timestamptz - n * interval '1 day' end, case when n % 5 = 1 then ${NOW}::timestamptz - n * interval '2 days' end, ${NOW}::timestamptz - n * interval '1 day',
          case n % 6 when 0 then '{}' when 1 then jsonb_build_object(${FIELDS[0] as string}::text, n) when 2 then jsonb_build_object(${FIELDS[0] as string}::text, '2026-01-0' || (1 + n % 9))
            when 3 then jsonb_build_object(${FIELDS[0] as string}::text, n % 2 = 0, ${FIELDS[1] as string}::text, 'José') when 4 then jsonb_build_object(${FIELDS[1] as string}::text, array['a', 'ñ'])
            else jsonb_build_object(${FIELDS[0] as string}::text, 'a', ${FIELDS[1] as string}::text, '%') end
          from generate_series(1, 80) n returning id),
    placed as (select id, row_number() over (order by id) n from made)
    insert into app.contact_identity (workspace_id, contact_id, kind, value)
      select ${workspaceId}, id, (array['wa_pn', 'phone', 'wa_lid'])[1 + n % 3], case when n % 2 = 0 then '3461200' else '52155123450' end || lpad(n::text, 2, '0') from placed where n % 4 <> 0`;
  await db.admin`insert into app.tag (workspace_id, id, name, colour) select ${workspaceId}, id, id::text, 'slate' from unnest(${TAGS}::uuid[]) id`;
  await db.admin`insert into app.contact_tag (workspace_id, contact_id, tag_id)
    select ${workspaceId}, c.id, (${TAGS}::uuid[])[n] from app.contact c, generate_series(1, 3) n where c.workspace_id = ${workspaceId} and (c.score + n) % 3 = 0 or n = 1 and c.score % 2 = 0`;
  everybody = (await listContacts(seat.ctx, { limit: 200 })).rows;
  expect(everybody).toHaveLength(80);
}, 60_000);
afterAll(async () => {
  await db.drop();
});

// ── the slow way: the same words, read by somebody else ──
const fold = (text: string) =>
  text.toLowerCase().replace(/[áàâäãéèêëíìîïóòôöõúùûüñç]/g, (sign) => sign.normalize('NFD').charAt(0));
const compare = (is: string, held: string | null, value: string): boolean => {
  if (held === null) return false;
  const [one, two] = [fold(held), fold(value)];
  return is === 'equals' ? one === two : is === 'starts' ? one.startsWith(two) : one.includes(two);
};
const numbersOf = (row: ContactRow) => row.identities.filter(({ kind }) => kind !== 'wa_lid').map(({ value }) => value);
const isText = (row: ContactRow, on: string, is: string, value: string): boolean => {
  if (is === 'lacks') return !isText(row, on, 'contains', value);
  const digits = value.replace(/\D/g, '');
  if (on === 'any')
    return ['name', 'email', 'company', ...(digits.length >= 3 ? ['phone'] : [])].some((each) =>
      isText(row, each, is, value),
    );
  if (on === 'phone')
    return (
      digits !== '' &&
      numbersOf(row).some((each) =>
        is === 'starts'
          ? each.startsWith(digits)
          : variants(digits).includes(each) || (is === 'contains' && each.includes(digits)),
      )
    );
  if (on === 'name') return compare(is, row.name, value) || compare(is, row.profileName, value);
  return compare(is, row[on as 'email'], value);
};
const DAY = 86_400_000;
function isLeaf(row: ContactRow, leaf: FilterLeaf): boolean {
  if (leaf.on === 'field') {
    const held = row.fields[leaf.fieldId];
    const told =
      held === undefined ? null : typeof held === 'string' ? held : JSON.stringify(held).replaceAll(',', ', ');
    switch (leaf.is) {
      case 'empty':
        return held === undefined;
      case 'filled':
        return held !== undefined;
      case 'yes':
        return held === true;
      case 'no':
        return held === false;
      case 'contains':
      case 'equals':
        return compare(leaf.is, told, leaf.value);
      case 'atLeast':
        return typeof held === 'number' && held >= leaf.value;
      case 'atMost':
        return typeof held === 'number' && held <= leaf.value;
      case 'before':
      case 'after':
        return (
          typeof held === 'string' &&
          /^\d{4}-\d\d-\d\d$/.test(held) &&
          (leaf.is === 'before' ? held < leaf.value : held > leaf.value)
        );
      default: {
        const one = Array.isArray(held) ? held : typeof held === 'string' ? [held] : [];
        return one.some((each) => leaf.values.includes(each)) === (leaf.is === 'in');
      }
    }
  }
  if (leaf.on === 'owner')
    return 'values' in leaf
      ? (row.ownerId !== null && leaf.values.includes(row.ownerId)) === (leaf.is === 'in')
      : leaf.is === 'me'
        ? row.ownerId === seat.person.id
        : (row.ownerId === null) === (leaf.is === 'empty');
  if (leaf.on === 'tag') {
    const carried = leaf.values.filter((each) => row.tags.includes(each));
    return leaf.is === 'all' ? carried.length === leaf.values.length : carried.length > 0 === (leaf.is === 'any');
  }
  if (leaf.on === 'consent') return leaf.is === 'unknown' ? row.marketing === null : row.marketing === leaf.is;
  if (leaf.on === 'wrote') return (row.lastInAt === null) === (leaf.is === 'never');
  if (leaf.on === 'score')
    return row.score !== null && (leaf.is === 'atLeast' ? row.score >= leaf.value : row.score <= leaf.value);
  if (leaf.on === 'birthday') return row.birthday !== null && Number(row.birthday.slice(5, 7)) === leaf.month;
  if ('days' in leaf) {
    const at = {
      lastIn: row.lastInAt,
      lastOut: row.lastOutAt,
      created: row.createdAt,
      touched: [row.lastInAt ?? '', row.lastOutAt ?? ''].sort().at(-1) || null,
    }[leaf.on];
    return (at !== null && Date.parse(at) >= NOW.getTime() - leaf.days * DAY) === (leaf.is === 'within');
  }
  if ('values' in leaf)
    return (row[leaf.on] !== null && (leaf.values as string[]).includes(row[leaf.on] as string)) === (leaf.is === 'in');
  if ('value' in leaf) return isText(row, leaf.on, leaf.is, leaf.value);
  const held = leaf.on === 'phone' ? numbersOf(row).length > 0 : leaf.on === 'name' ? row.name !== '' : !!row[leaf.on];
  return held === (leaf.is === 'filled');
}
function fits(row: ContactRow, node: FilterGroup | FilterLeaf): boolean {
  if (!('nodes' in node)) return isLeaf(row, node);
  if (node.nodes.length === 0) return true;
  const found =
    node.match === 'all' ? node.nodes.every((each) => fits(row, each)) : node.nodes.some((each) => fits(row, each));
  return node.not ? !found : found;
}

// ── any filter that the contract takes ──
const word = fc
  .oneof(fc.constantFrom(...nasty), fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }))
  .filter((text) => text.trim() !== '')
  .map((text) => text.trim());
const some = <T extends string>(...of: T[]) => fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });
const fieldId = fc.constantFrom(...FIELDS);
const way = fc.constantFrom('in' as const, 'notIn' as const);
const leaf: fc.Arbitrary<FilterLeaf> = fc.oneof(
  fc.record({
    on: fc.constantFrom('name', 'email', 'phone', 'company', 'city', 'notes', 'any'),
    is: fc.constantFrom('contains', 'lacks', 'equals', 'starts'),
    value: word,
  }),
  fc.record({
    on: fc.constantFrom('name', 'email', 'phone', 'company', 'city', 'notes'),
    is: fc.constantFrom('empty', 'filled'),
  }),
  fc.record({
    on: fc.constant('kind' as const),
    is: way,
    values: some('prospect', 'customer', 'vip', 'blocked', 'group'),
  }),
  fc.record({ on: fc.constant('source' as const), is: way, values: some('whatsapp', 'manual', 'import') }),
  fc.record({ on: fc.constant('country' as const), is: way, values: some('ES', 'MX') }),
  fc.record({ on: fc.constant('language' as const), is: way, values: some('es', 'ca') }),
  fc.record({ on: fc.constant('owner' as const), is: way, values: fc.constant([FIELDS[0] as string]) }),
  fc.record({ on: fc.constant('owner' as const), is: fc.constantFrom('empty', 'filled', 'me') }),
  fc.record({
    on: fc.constant('tag' as const),
    is: fc.constantFrom('any', 'none', 'all'),
    values: fc.uniqueArray(fc.constantFrom(...TAGS), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ on: fc.constant('consent' as const), is: fc.constantFrom('in', 'out', 'unknown') }),
  fc.record({ on: fc.constant('wrote' as const), is: fc.constantFrom('ever', 'never') }),
  fc.record({
    on: fc.constantFrom('touched', 'lastIn', 'lastOut', 'created'),
    is: fc.constantFrom('within', 'notWithin'),
    days: fc.integer({ min: 0, max: 90 }),
  }),
  fc.record({
    on: fc.constant('score' as const),
    is: fc.constantFrom('atLeast', 'atMost'),
    value: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    on: fc.constant('birthday' as const),
    is: fc.constant('inMonth' as const),
    month: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({ on: fc.constant('field' as const), fieldId, is: fc.constantFrom('empty', 'filled', 'yes', 'no') }),
  fc.record({ on: fc.constant('field' as const), fieldId, is: fc.constantFrom('contains', 'equals'), value: word }),
  fc.record({
    on: fc.constant('field' as const),
    fieldId,
    is: fc.constantFrom('atLeast', 'atMost'),
    value: fc.integer({ min: -5, max: 90 }),
  }),
  fc.record({
    on: fc.constant('field' as const),
    fieldId,
    is: fc.constantFrom('before', 'after'),
    value: fc.constantFrom('2026-01-05', '1999-12-31'),
  }),
  fc.record({
    on: fc.constant('field' as const),
    fieldId,
    is: way,
    values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
  }),
) as fc.Arbitrary<FilterLeaf>;
const group = (node: fc.Arbitrary<FilterGroup | FilterLeaf>) =>
  fc.record({
    match: fc.constantFrom('all' as const, 'any' as const),
    not: fc.boolean(),
    nodes: fc.array(node, { maxLength: 4 }),
  }) as fc.Arbitrary<FilterGroup>;
const filter = group(
  fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: group(fc.oneof(leaf, group(leaf))) }),
);

describe('a filter', { timeout: 60_000 }, () => {
  it('finds whom its words mean, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (asked) => {
        const { rows } = await listContacts(seat.ctx, { filter: asked as ContactFilter, limit: 200 });
        const meant = everybody.filter((row) => fits(row, asked));
        expect(rows.map(({ id }) => id)).toEqual(meant.map(({ id }) => id));
      }),
      { numRuns: 120 },
    );
  }, 120_000);

  it('is refused where it is none', async () => {
    const ask = (broken: unknown) => refusalOf(listContacts(seat.ctx, { filter: broken as ContactFilter }));
    const deep = {
      match: 'all',
      nodes: [{ match: 'all', nodes: [{ match: 'all', nodes: [{ match: 'all', nodes: [] }] }] }],
    };
    for (const broken of [
      deep,
      { match: 'all', nodes: [{ on: 'id; drop table', is: 'empty' }] },
      { match: 'xor', nodes: [] },
      { match: 'all', nodes: [{ on: 'name', is: 'contains', value: '' }] },
    ])
      expect(await ask(broken)).toBe('kernel.invalidInput');
  });

  it('pages through all that it finds, in every order, and each stands on one page', async () => {
    for (const sort of ['name', 'touched', 'created'] as const) {
      const found: string[] = [];
      for (let after: { key: string; id: string } | undefined; ; ) {
        const page = await listContacts(seat.ctx, { sort, limit: 7, ...(after && { after }) });
        found.push(...page.rows.map(({ id }) => id));
        if (!page.next) break;
        after = page.next;
      }
      expect(new Set(found).size).toBe(80);
      expect(found).toEqual((await listContacts(seat.ctx, { sort, limit: 200 })).rows.map(({ id }) => id));
    }
  });

  it('puts a label on many and takes it off again exactly where it was put', async () => {
    const [tagId] = TAGS as [string];
    const before = everybody.filter(({ tags }) => tags.includes(tagId)).length;
    const done = await changeContacts(seat.ctx, { steps: [{ matching: {}, change: { what: 'tag', tagId } }] });
    expect(done.changed).toBe(80 - before);
    await changeContacts(seat.ctx, { steps: done.undo });
    const labelled = await countContacts(seat.ctx, {
      filter: { match: 'all', nodes: [{ on: 'tag', is: 'any', values: [tagId] }] },
    });
    expect(labelled.count).toBe(before);
    const nowhere = { what: 'tag' as const, tagId: FIELDS[0] as string };
    expect(await refusalOf(changeContacts(seat.ctx, { steps: [{ matching: {}, change: nowhere }] }))).toBe(
      'contacts.tagNotFound',
    );
  });

  it('names whom something is done to: all that fit but for some, undone exactly', async () => {
    const vips: ContactFilter = { match: 'all', nodes: [{ on: 'kind', is: 'in', values: ['vip'] }] };
    const { rows } = await listContacts(seat.ctx, { filter: vips, limit: 200 });
    const [spared] = rows;
    const done = await changeContacts(seat.ctx, {
      steps: [{ matching: { filter: vips, except: [spared?.id as string] }, change: { what: 'bin' } }],
    });
    expect(done.changed).toBe(rows.length - 1);
    expect((await listContacts(seat.ctx, { filter: vips })).rows.map(({ id }) => id)).toEqual([spared?.id]);
    expect(await countContacts(seat.ctx, { inBin: true })).toEqual({ count: rows.length - 1, isMore: false });
    await changeContacts(seat.ctx, { steps: done.undo });
    expect((await listContacts(seat.ctx, { limit: 200 })).rows).toHaveLength(80);
  });
});

describe('among a hundred thousand', () => {
  it('the list walks along its order’s index, and no more is counted than anybody reads', async () => {
    const workspace = await makeWorkspace(db.admin);
    await onPlan(db.admin, workspace.accountId, 'agency');
    const boss = await sit(db, workspace.id, { member: workspace.owner });
    await db.admin.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`insert into app.contact (workspace_id, name, kind, city, last_in_at, created_at, fields)
        select ${workspace.id}, 'Cliente ' || md5(n::text), case when n % 50 = 0 then 'vip' else 'customer' end, case when n % 9 = 0 then 'Ávila' end, now() - n * interval '1 minute', now() - n * interval '2 minutes',
          jsonb_build_object(${FIELDS[0] as string}::text, n) from generate_series(1, 100000) n`;
    });
    await db.admin.unsafe('analyze app.contact');
    for (const [sort, index] of [
      ['sort_name', 'contact_by_name'],
      ['touched_at', 'contact_by_touch'],
      ['created_at', 'contact_by_age'],
    ] as const) {
      const order = sort === 'sort_name' ? 'asc' : 'desc';
      const { plans } = await plansOf(db.adminUrl, 'recado_web', [
        `select 1 from guard.enter('\\x${boss.pass.toString('hex')}'::bytea, null, '${workspace.id}')`,
        `select app.contact_json(f) from (select c.* from app.contact c where c.workspace_id = '${workspace.id}' and c.deleted_at is null order by c.${sort} ${order}, c.id ${order} limit 61) f`,
      ]);
      const plan = plans.find((text) => text.includes('contact_json(f)') && text.includes('order by')) ?? '';
      expect(plan).toContain(`using ${index}`);
      expect(plan).not.toMatch(/Seq Scan on contact\b|Sort/);
    }
    const visits: ContactFilter = {
      match: 'all',
      nodes: [{ on: 'field', fieldId: FIELDS[0] as string, is: 'atMost', value: 100 }],
    };
    expect((await listContacts(boss.ctx, { filter: visits })).rows).toHaveLength(60);
    expect(await countContacts(boss.ctx, {})).toEqual({ count: 10_000, isMore: true });
    // a busy machine may not count them in time, and then says so
    expect([
      { count: 100, isMore: false },
      { count: null, isMore: true },
    ]).toContainEqual(await countContacts(boss.ctx, { filter: visits }));
    expect(await refusalOf(changeContacts(boss.ctx, { steps: [{ matching: {}, change: { what: 'bin' } }] }))).toBe(
      'contacts.tooManyAtOnce',
    );
  }, 180_000);
});
