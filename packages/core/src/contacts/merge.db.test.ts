import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { onPlan, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { readChanges } from '../conversations/index.ts';
import { type MergeContacts, UNDO_DAYS } from './contract.ts';
import {
  changeContacts,
  compareContacts,
  createContact,
  getContact,
  listContacts,
  listDuplicates,
  listMerges,
  mergeContacts,
  purgeContacts,
  readTimeline,
  saveField,
  setApart,
  setConsent,
  undoMerge,
  updateContact,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

type Company = { id: string; boss: Seat; channel: string; other: string };

async function found(): Promise<Company> {
  const workspace = await makeWorkspace(db.admin);
  await onPlan(db.admin, workspace.accountId, 'agency');
  const boss = await sit(db, workspace.id, { member: workspace.owner });
  Object.assign(boss.ctx.ports.hints, { queued: () => {} });
  const [one, two] = await db.admin`insert into app.channel (workspace_id, name, driver)
    values (${workspace.id}, 'Tienda', 'simulator'), (${workspace.id}, 'Taller', 'simulator') returning id`;
  return { id: workspace.id, boss, channel: one?.id, other: two?.id };
}
const asSystem = ({ boss }: Company) =>
  ({ ...boss.ctx, db: db.jobs, door: { kind: 'system', reason: 'a test' } }) as unknown as Seat['ctx'];

/** Somebody writes as WhatsApp says it: the contact is resolved, the thread taken and the message stored, in one transaction. */
async function say(
  at: Company,
  digits: string,
  text: string,
  channel = at.channel,
  when = new Date(),
): Promise<string> {
  return await db.admin.begin(async (tx) => {
    const identities = [{ kind: 'wa_pn', value: digits }];
    const [who] = await tx`select app.resolve_contact(${at.id}, ${tx.json(identities)}, null, 'prospect') id`;
    await tx`insert into app.conversation (workspace_id, channel_id, contact_id, address) values (${at.id}, ${channel}, ${who?.id}, ${`${digits}@s.whatsapp.net`}) on conflict do nothing`;
    const [v] =
      await tx`select id, last_seq from app.conversation where workspace_id = ${at.id} and channel_id = ${channel} and contact_id = ${who?.id} for update`;
    if (!v) throw Object.assign(new Error('joined meanwhile'), { code: '40001' });
    const [m] =
      await tx`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      values (${at.id}, ${v.id}, ${channel}, ${Number(v.last_seq) + 1}, 'in', 'text', ${text}, ${randomUUID()}, 'contact', 9, ${when}) returning id`;
    await tx`update app.conversation set last_seq = last_seq + 1, unread_count = unread_count + 1, last_message_id = ${m?.id}, last_message_at = ${when}, last_direction = 'in',
      last_preview = ${text}, address = ${`${digits}@s.whatsapp.net`}, last_status = 9, last_author_kind = 'contact' where workspace_id = ${at.id} and id = ${v.id}`;
    return v.id as string;
  });
}
/** Everything that a company has of its contacts and threads, as it stands in the tables. */
async function everything({ id }: Company) {
  const tables = [
    'contact',
    'contact_identity',
    'contact_consent',
    'contact_tag',
    'contact_apart',
    'contact_merge',
    'conversation',
    'conversation_tag',
    'conversation_start',
    'message',
    'note',
    'notification',
  ];
  const all: Record<string, unknown> = {};
  for (const table of tables) {
    const rows = await db.admin.unsafe(
      `select to_jsonb(x) - 'version' row from app.${table} x where workspace_id = '${id}' order by to_jsonb(x)::text`,
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}
const merge = (at: Company, keepId: string, dropId: string, take: (typeof MergeContacts)['_input']['take'] = []) =>
  mergeContacts(at.boss.ctx, { keepId, dropId, take });

describe('contacts that look alike', () => {
  it('are found by line in every writing, by address, and by name with one thing more; never by what nobody sees, the bin or a word that was given', async () => {
    const at = await found();
    const put = async (
      name: string,
      more: { digits?: string; email?: string; city?: string; birthday?: string } = {},
    ) => {
      const { digits, ...rest } = more;
      const { id } = await createContact(at.boss.ctx, { name, ...rest });
      if (digits)
        await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value) values (${at.id}, ${id}, ${digits.length % 2 ? 'wa_pn' : 'phone'}, ${digits})`;
      return id;
    };
    const lines = [
      ['525512345678', '5215512345678'],
      ['541123456789', '5491123456789'],
      ['551187654321', '5511987654321'],
    ];
    const alike: [string, string, string[]][] = [];
    for (const [one, two] of lines as [string, string][])
      alike.push([await put(`Uno ${one}`, { digits: one }), await put(`Dos ${two}`, { digits: two }), ['phone']]);
    alike.push([await put('Ana', { email: 'ana@x.es' }), await put('A.', { email: 'ANA@x.es' }), ['email']]);
    alike.push([
      await put('José Núñez', { city: 'León' }),
      await put('jose nunez', { city: 'LEON' }),
      ['name', 'city'],
    ]);
    // a name alone is no sign, nor is a first name with a city
    await put('José Núñez', { city: 'Soria' });
    await put('Pepe', { city: 'Soria' });
    await put('Pepe', { city: 'Soria' });
    const binned = await put('Eva', { email: 'ana@x.es' });
    await changeContacts(at.boss.ctx, { steps: [{ contactIds: [binned], change: { what: 'bin' } }] });
    const told = async (ctx = at.boss.ctx) =>
      (await listDuplicates(ctx, {})).pairs.map(({ one, other, why }) => [one.row.id, other.row.id, why]);
    const all: unknown[] = [];
    let next: Awaited<ReturnType<typeof listDuplicates>>['next'] = null;
    do {
      const page: Awaited<ReturnType<typeof listDuplicates>> = await listDuplicates(
        at.boss.ctx,
        next ? { after: next } : {},
      );
      all.push(...page.pairs.map(({ one, other, why }) => [one.row.id, other.row.id, why]));
      next = page.next;
    } while (next);
    expect(all.toSorted()).toEqual(alike.toSorted());

    const [first] = alike as [[string, string, string[]]];
    await setApart(at.boss.ctx, { oneId: first[1], otherId: first[0], apart: true });
    expect(await told()).not.toContainEqual(first);
    await setApart(at.boss.ctx, { oneId: first[0], otherId: first[1], apart: false });
    expect(await told()).toContainEqual(first);

    await db.admin`update app.workspace set visibility = 'own' where id = ${at.id}`;
    const agent = await sit(db, at.id, 'agent');
    expect(await refusalOf(listDuplicates(agent.ctx, {}))).toBe('kernel.forbidden');
    expect(await refusalOf(compareContacts(agent.ctx, { oneId: first[0], otherId: first[1] }))).toBe(
      'kernel.forbidden',
    );
    const stranger = await found();
    expect((await listDuplicates(stranger.boss.ctx, {})).pairs).toEqual([]);
    expect(await refusalOf(compareContacts(stranger.boss.ctx, { oneId: first[0], otherId: first[1] }))).toBe(
      'contacts.notFound',
    );
  });

  it('of whom hundreds share one address are no matter of their square', async () => {
    const at = await found();
    await db.admin`insert into app.contact (workspace_id, name, email) select ${at.id}, 'Cliente ' || n, 'info@x.es' from generate_series(1, 400) n`;
    expect((await listDuplicates(at.boss.ctx, {})).pairs).toHaveLength(15);
  });
});

describe('merging', () => {
  it('moves everything that names a contact or its thread: a table that comes later has to be thought of', async () => {
    const naming = async (table: string) =>
      (
        await db.admin`select distinct c.relname || '.' || a.attname name from pg_constraint k join pg_class c on c.oid = k.conrelid
          join unnest(k.conkey) with ordinality u(col, n) on u.n > 1 join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.col
         where k.contype = 'f' and k.confrelid = ${`app.${table}`}::regclass and k.conparentid = 0 order by 1`
      ).map(({ name }) => name as string);
    const byName = async (pattern: string) =>
      (
        await db.admin`select c.relname || '.' || a.attname name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
         where n.nspname in ('app', 'wa') and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attname ~ ${pattern} order by 1`
      ).map(({ name }) => name as string);
    const [lists] = await db.admin`select app.contact_followers() contacts, app.thread_followers() threads`;
    expect(await naming('contact')).toEqual(lists?.contacts);
    expect(await naming('conversation')).toEqual(lists?.threads);
    // what names one without a key: rows of an import say what a file did to that very contact, and hints are past
    expect((await byName('^contact_id')).filter((each) => !lists?.contacts.includes(each))).toEqual([
      'contact_import_row.contact_id',
    ]);
    expect((await byName('^conversation_id')).filter((each) => !lists?.threads.includes(each))).toEqual([
      'change.conversation_id',
    ]);
  });

  it('brings two together by what was chosen, loses nothing, and is taken back to what it was', async () => {
    const at = await found();
    const { boss } = at;
    const field = await saveField(boss.ctx, { label: 'Talla', type: 'text' });
    const fieldId = field.id;
    const anna = await createContact(boss.ctx, {
      name: 'Anna',
      city: 'León',
      notes: 'Paga tarde',
      phones: ['+34 612 000 001'],
      fields: { [fieldId]: 'M' },
    });
    const ana = await createContact(boss.ctx, {
      name: 'Ana Vega',
      email: 'ana@x.es',
      city: 'Soria',
      notes: 'Alérgica',
      phones: ['+34 612 000 002'],
      fields: { [fieldId]: 'L' },
    });
    const third = await createContact(boss.ctx, { name: 'Otra' });
    await setApart(boss.ctx, { oneId: ana.id, otherId: third.id, apart: true });
    const [vip, late] =
      await db.admin`insert into app.tag (workspace_id, name, colour) values (${at.id}, 'VIP', 'blue'), (${at.id}, 'Tarde', 'teal') returning id`;
    for (const [id, tag] of [
      [anna.id, vip?.id],
      [ana.id, vip?.id],
      [ana.id, late?.id],
    ] as [string, string][])
      await changeContacts(boss.ctx, { steps: [{ contactIds: [id], change: { what: 'tag', tagId: tag } }] });
    await setConsent(boss.ctx, {
      contactId: ana.id,
      channel: 'whatsapp',
      purpose: 'marketing',
      state: 'out',
      source: 'manual',
    });
    await db.admin`insert into app.contact_consent (workspace_id, contact_id, channel, purpose, state, source) values (${at.id}, ${anna.id}, 'any', 'marketing', 'in', 'import')`;
    const t = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 10, minutes));
    // both with one number, by turns, and the second alone with another
    const kept = await say(at, '34612000001', 'a1', at.channel, t(1));
    const gone = await say(at, '34612000002', 'b1', at.channel, t(2));
    await say(at, '34612000001', 'a2', at.channel, t(3));
    await say(at, '34612000002', 'b2', at.channel, t(4));
    const alone = await say(at, '34612000002', 'c1', at.other, t(5));
    await db.admin`insert into app.note (workspace_id, conversation_id, after_seq, body, author_id, author_name, client_note_id, created_at) values (${at.id}, ${gone}, 1, 'Ojo', ${boss.person.id}, 'Ana', ${randomUUID()}, ${t(2)})`;
    await db.admin`insert into app.conversation_tag (workspace_id, conversation_id, tag_id) values (${at.id}, ${gone}, ${late?.id})`;
    await db.admin`insert into app.conversation_start (workspace_id, conversation_id, began_at) values (${at.id}, ${kept}, ${t(1)}), (${at.id}, ${gone}, ${t(2)})`;
    await db.admin`insert into app.notification (workspace_id, person_id, kind, cause, conversation_id, via) values (${at.id}, ${boss.person.id}, 'turn', ${randomUUID()}, ${gone}, '{app}')`;
    const before = await everything(at);
    const start = await readChanges(boss.ctx, { horizon: null, seen: [] });

    const agent = await sit(db, at.id, 'agent');
    expect(await refusalOf(mergeContacts(agent.ctx, { keepId: anna.id, dropId: ana.id, take: [] }))).toBe(
      'kernel.forbidden',
    );
    const { mergeId, contact } = await merge(at, anna.id, ana.id, ['name', 'notes:both', `field:${fieldId}`]);
    expect(contact).toMatchObject({
      id: anna.id,
      name: 'Ana Vega',
      email: 'ana@x.es',
      city: 'León',
      notes: 'Paga tarde\n\nAlérgica',
      fields: { [fieldId]: 'L' },
    });
    // a file does not take back what she said no to
    expect(contact.marketing).toBe('out');
    expect(contact.identities.map(({ value }) => value).toSorted()).toEqual([
      '34612000001',
      '34612000001',
      '34612000002',
      '34612000002',
    ]);
    expect(contact.tags.toSorted()).toEqual([vip?.id, late?.id].toSorted());
    const thread = async (id: string) =>
      (
        await db.admin`select body from app.message where workspace_id = ${at.id} and conversation_id = ${id} order by seq`
      ).map(({ body }) => body);
    expect(await thread(kept)).toEqual(['a1', 'b1', 'a2', 'b2']);
    const rows =
      await db.admin`select id, contact_id, unread_count, address from app.conversation where workspace_id = ${at.id} order by id`;
    expect(rows.map((each) => [each.id, each.contact_id, each.unread_count, each.address])).toEqual(
      [
        [kept, anna.id, 4, '34612000002@s.whatsapp.net'],
        [alone, anna.id, 1, '34612000002@s.whatsapp.net'],
      ].toSorted(),
    );
    expect((await getContact(boss.ctx, { contactId: ana.id })).id).toBe(anna.id);
    expect((await listContacts(boss.ctx, {})).rows.map(({ id }) => id)).not.toContain(ana.id);
    expect(
      (await readTimeline(boss.ctx, { contactId: anna.id }))
        .filter((each) => each.kind === 'change')
        .map(({ action }) => action),
    ).toContain('contacts/contact.created');
    const heard = await readChanges(boss.ctx, { horizon: start.horizon, seen: [] });
    expect(
      heard.changes
        .filter(({ topic }) => topic === 'contact')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([ana.id, anna.id].toSorted());
    expect(
      await db.admin`select 1 from app.contact_apart where workspace_id = ${at.id} and ${anna.id} in (low_id, high_id)`,
    ).toHaveLength(1);
    const [entry] =
      await db.admin`select before, after from app.audit_entry where workspace_id = ${at.id} and action = 'contacts/contact.merged'`;
    expect(entry).toMatchObject({
      before: { name: 'Anna', merged: { name: 'Ana Vega' } },
      after: { name: 'Ana Vega' },
    });

    expect(await listMerges(boss.ctx, { contactId: anna.id })).toMatchObject([{ id: mergeId, name: 'Ana Vega' }]);
    await undoMerge(boss.ctx, { mergeId });
    const after = await everything(at);
    for (const [table, as] of Object.entries(before)) expect([table, after[table]]).toEqual([table, as]);
    expect(await refusalOf(undoMerge(boss.ctx, { mergeId }))).toBe('contacts.mergeGone');
  });

  it('taken back later leaves what was changed and came since with the one who stayed, but for threads that are wholly the other’s', async () => {
    const at = await found();
    const { boss } = at;
    const keep = await createContact(boss.ctx, { name: 'Bea', phones: ['+34 612 000 011'] });
    const drop = await createContact(boss.ctx, { name: 'Beatriz', city: 'Soria', phones: ['+34 612 000 012'] });
    const one = await say(at, '34612000011', 'a1');
    await say(at, '34612000012', 'b1');
    const own = await say(at, '34612000012', 'c1', at.other);
    const { mergeId } = await merge(at, keep.id, drop.id);
    expect(await say(at, '34612000012', 'later')).toBe(one);
    await say(at, '34612000012', 'c2', at.other);
    await updateContact(boss.ctx, { contactId: keep.id, name: 'Bea Sanz' });
    await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value) values (${at.id}, ${keep.id}, 'wa_lid', '900')`;
    await undoMerge(boss.ctx, { mergeId });
    const now = await getContact(boss.ctx, { contactId: keep.id });
    expect([now.name, now.city, now.identities.map(({ value }) => value)]).toEqual([
      'Bea Sanz',
      null,
      ['34612000011', '34612000011'],
    ]);
    expect(await getContact(boss.ctx, { contactId: drop.id })).toMatchObject({ name: 'Beatriz', city: 'Soria' });
    const said =
      await db.admin`select v.contact_id, v.address, v.last_seq, array_agg(m.body order by m.seq) bodies from app.conversation v join app.message m on m.workspace_id = v.workspace_id and m.conversation_id = v.id
      where v.workspace_id = ${at.id} group by v.workspace_id, v.id order by v.created_at`;
    const told = said.map((each) => [each.contact_id, each.address, Number(each.last_seq), each.bodies]);
    expect(told).toContainEqual([keep.id, '34612000011@s.whatsapp.net', 2, ['a1', 'later']]);
    expect(told).toContainEqual([drop.id, '34612000012@s.whatsapp.net', 1, ['b1']]);
    expect(told).toContainEqual([drop.id, '34612000012@s.whatsapp.net', 2, ['c1', 'c2']]);
    expect(own).toBeTruthy();
  });

  it('of several is taken back from the last, and after thirty days not at all: then only the address is left, which the purge takes along', async () => {
    const at = await found();
    const { boss } = at;
    const [a, b, c] = await Promise.all(['A', 'B', 'C'].map((name) => createContact(boss.ctx, { name })));
    const ids = [a?.id, b?.id, c?.id] as [string, string, string];
    const before = await everything(at);
    const first = await merge(at, ids[1], ids[2]);
    const second = await merge(at, ids[0], ids[1]);
    expect((await getContact(boss.ctx, { contactId: ids[2] })).id).toBe(ids[0]);
    expect(await refusalOf(undoMerge(boss.ctx, { mergeId: first.mergeId }))).toBe('contacts.mergeNotLast');
    await undoMerge(boss.ctx, { mergeId: second.mergeId });
    expect((await getContact(boss.ctx, { contactId: ids[2] })).id).toBe(ids[1]);
    await undoMerge(boss.ctx, { mergeId: first.mergeId });
    expect(await everything(at)).toEqual(before);

    const last = await merge(at, ids[0], ids[1]);
    await db.admin`update app.contact_merge set at = at - make_interval(days => ${UNDO_DAYS}) - interval '1 minute' where workspace_id = ${at.id}`;
    expect(await refusalOf(undoMerge(boss.ctx, { mergeId: last.mergeId }))).toBe('contacts.mergeLate');
    await purgeContacts(asSystem(at), {});
    expect(await db.admin`select before from app.contact_merge where workspace_id = ${at.id}`).toMatchObject([
      { before: null },
    ]);
    await changeContacts(boss.ctx, { steps: [{ contactIds: [ids[0]], change: { what: 'bin' } }] });
    expect(await refusalOf(merge(at, ids[2], ids[0]))).toBe('contacts.notFound');
    await db.admin`update app.contact set deleted_at = now() - interval '31 days' where workspace_id = ${at.id} and id = ${ids[0]}`;
    // the purge waits until what the audit has of them is sealed, and the seal for every transaction of the server that began before
    const afterPurge = async () => {
      await db.jobs`select guard.seal_audit(5000)`;
      await purgeContacts(asSystem(at), {});
      return refusalOf(getContact(boss.ctx, { contactId: ids[1] }));
    };
    await expect.poll(afterPurge, { timeout: 15_000 }).toBe('contacts.notFound');
  });

  it('keeps a block whoever had it, and leads on from what WhatsApp itself proved', async () => {
    const at = await found();
    const { boss } = at;
    const [keep, drop] = [
      await createContact(boss.ctx, { name: 'K' }),
      await createContact(boss.ctx, { name: 'D', kind: 'vip' }),
    ];
    await updateContact(boss.ctx, { contactId: drop.id, kind: 'blocked' });
    expect((await merge(at, keep.id, drop.id)).contact).toMatchObject({ kind: 'blocked', kindBefore: 'prospect' });
    const met = async (identities: object[]) =>
      await db.worker.begin(async (tx) => {
        await tx`select guard.enter_system(${at.id}, 'whatsapp')`;
        const [row] =
          await tx`select app.resolve_contact(${at.id}, ${tx.json(identities as never)}, 'Eva', 'prospect') id`;
        return row?.id as string;
      });
    const older = await met([{ kind: 'wa_pn', value: '34699000001' }]);
    const newer = await met([{ kind: 'wa_lid', value: '77' }]);
    expect(
      await met([
        { kind: 'wa_pn', value: '34699000001' },
        { kind: 'wa_lid', value: '77' },
      ]),
    ).toBe(older);
    expect((await getContact(boss.ctx, { contactId: newer })).id).toBe(older);
    expect(await listMerges(boss.ctx, { contactId: older })).toEqual([]);
  });
});

describe('at once', () => {
  it('merges of pairs that overlap, messages for the one who goes, edits and takings back end as if one after the other', async () => {
    const at = await found();
    const { boss } = at;
    const rounds = 40;
    const calls: Promise<unknown>[] = [];
    const told: string[] = [];
    const note = (work: Promise<unknown>) =>
      work.catch((error: { code?: string; message: string }) => void told.push(error.code ?? error.message));
    for (let round = 0; round < rounds; round += 1) {
      const n = String(round).padStart(3, '0');
      const [a, b, c] = await Promise.all(
        [1, 2, 3].map(async (each) => {
          await say(at, `34600${each}00${n}`, 'hola');
          const [row] =
            await db.admin`select contact_id id from app.contact_identity where workspace_id = ${at.id} and value = ${`34600${each}00${n}`}`;
          return row?.id as string;
        }),
      );
      const again = async (digits: string) => {
        // the worker tries again what met another's change
        for (let tries = 0; tries < 5; tries += 1)
          try {
            return await say(at, digits, `otra ${tries}`);
          } catch (error) {
            if (!['40001', '40P01'].includes((error as { code?: string }).code ?? '')) throw error;
          }
        throw new Error('never stored');
      };
      calls.push(
        note(merge(at, a as string, b as string)),
        note(merge(at, b as string, c as string)),
        note(again(`34600200${n}`)),
        note(updateContact(boss.ctx, { contactId: b as string, city: 'Soria' })),
        note(again(`34600300${n}`)),
      );
      if (round % 4 === 3) await Promise.all(calls.splice(0));
    }
    await Promise.all(calls);
    // whoever came second found nobody there any more; nothing else was refused
    expect([...new Set(told)].filter((each) => each !== 'contacts.notFound')).toEqual([]);
    const astray =
      await db.admin`select v.id from app.conversation v join app.contact_identity i on i.workspace_id = v.workspace_id and v.address = i.value || '@s.whatsapp.net'
      where v.workspace_id = ${at.id} and i.contact_id <> v.contact_id`;
    expect(astray).toEqual([]);
    const [sum] =
      await db.admin`select (select count(*)::integer from app.message where workspace_id = ${at.id}) messages,
      (select count(*)::integer from app.conversation v where v.workspace_id = ${at.id} and v.last_seq <> (select count(*) from app.message m where m.workspace_id = v.workspace_id and m.conversation_id = v.id)) uneven,
      (select count(*)::integer from app.contact where workspace_id = ${at.id}) + (select count(*)::integer from app.contact_merge where workspace_id = ${at.id}) people`;
    expect(sum).toEqual({ messages: rounds * 5, uneven: 0, people: rounds * 3 });
  }, 60_000);
});
