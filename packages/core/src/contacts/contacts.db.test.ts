import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, makeConversation, makePerson, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { onPlan, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { assignConversation, retryMessage, sendMessage } from '../conversations/index.ts';
import { sealAudit } from '../kernel/index.ts';
import type { ContactRow } from './contract.ts';
import {
  addPhone,
  changeContacts,
  createContact,
  deleteField,
  deleteSegment,
  findMatching,
  getContact,
  listConsents,
  listFields,
  listSegments,
  purgeContacts,
  readTimeline,
  removePhone,
  saveField,
  saveSegment,
  setConsent,
  updateContact,
} from './index.ts';
import { variants } from './rules.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

async function found(plan = 'agency') {
  const workspace = await makeWorkspace(db.admin);
  await onPlan(db.admin, workspace.accountId, plan);
  const boss = await sit(db, workspace.id, { member: workspace.owner });
  for (const each of [boss]) Object.assign(each.ctx.ports.hints, { queued: () => {} });
  return { ...workspace, boss };
}
const asSystem = (seat: Seat, db: TestDatabase) =>
  ({ ...seat.ctx, db: db.jobs, door: { kind: 'system', reason: 'a test' } }) as unknown as Seat['ctx'];
const meet = async (workspaceId: string, identities: { kind: string; value: string }[], name = 'Eva') =>
  (await db.admin`select app.resolve_contact(${workspaceId}, ${db.admin.json(identities)}, ${name}, 'prospect') id`)[0]
    ?.id as string;
const write = (workspaceId: string, conversationId: string, direction: 'in' | 'out', at: Date) =>
  db.admin`update app.conversation set last_seq = last_seq + 1, last_message_id = ${randomUUID()}, last_direction = ${direction}, last_message_at = ${at}
    where workspace_id = ${workspaceId} and id = ${conversationId}`;

describe('numbers', () => {
  it('are the same line in every form of Mexico, Argentina and Brazil, and the database says the same as the rule', async () => {
    const pairs = [
      ['525512345678', '5215512345678'],
      ['541123456789', '5491123456789'],
      ['551187654321', '5511987654321'],
    ];
    for (const [one, two] of pairs as [string, string][]) {
      expect(variants(one)).toEqual([one, two]);
      expect(variants(`+${two}`)).toEqual([two, one]);
    }
    const all = [...pairs.flat(), '34612345678', '551133445566', '12025550123', '5212345', '593991234567', ''];
    for (const each of all) {
      const [row] = await db.admin`select app.phone_variants(${each}) forms`;
      expect(row?.forms).toEqual(variants(each));
    }
  });

  it('that were typed find whoever writes from the other form, and what WhatsApp says is kept as it said it', async () => {
    const { id, boss } = await found();
    const typed = await createContact(boss.ctx, { name: 'Lupe', phones: ['+52 55 1234 5678'] });
    expect(await meet(id, [{ kind: 'wa_pn', value: '5215512345678' }])).toBe(typed.id);
    const kept = await getContact(boss.ctx, { contactId: typed.id });
    expect(kept.identities.map(({ kind, value, raw }) => [kind, value, raw])).toEqual([
      ['wa_pn', '5215512345678', null],
      ['phone', '525512345678', '+52 55 1234 5678'],
    ]);
    // two who could be meant are nobody: the third is a new one
    await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${id}, ${(await createContact(boss.ctx, { name: 'Dos' })).id}, 'wa_pn', '525512345678'`;
    await db.admin`delete from app.contact_identity where workspace_id = ${id} and value = '5215512345678'`;
    expect([typed.id]).not.toContain(await meet(id, [{ kind: 'wa_pn', value: '5215512345678' }]));
  });

  it('are read as people of the company’s country write them, belong to one contact, and only typed ones go', async () => {
    const { boss } = await found();
    const ana = await createContact(boss.ctx, { name: 'Ana', phones: ['612 34 56 78'] });
    expect(ana.number).toBe('34612345678');
    expect(await refusalOf(createContact(boss.ctx, { name: 'Eva', phones: ['0034 612345678'] }))).toBe(
      'contacts.phoneTaken',
    );
    expect(await refusalOf(addPhone(boss.ctx, { contactId: ana.id, phone: '12' }))).toBe('contacts.phoneInvalid');
    const two = await addPhone(boss.ctx, { contactId: ana.id, phone: '+351 912 345 678' });
    const [first] = two.identities;
    expect(
      (await removePhone(boss.ctx, { contactId: ana.id, identityId: first?.id as string })).identities,
    ).toHaveLength(1);
    await db.admin`update app.contact_identity set kind = 'wa_pn' where contact_id = ${ana.id}`;
    const [said] = (await getContact(boss.ctx, { contactId: ana.id })).identities;
    expect(await refusalOf(removePhone(boss.ctx, { contactId: ana.id, identityId: said?.id as string }))).toBe(
      'contacts.identityKept',
    );
    expect(await refusalOf(createContact(boss.ctx, {}))).toBe('contacts.nobody');
  });
});

describe('who is blocked', () => {
  it('is sent nothing: what waits stops, and what is asked for is refused; unblocked they are what they were', async () => {
    const { id, boss } = await found();
    const { contactId, conversationId } = await makeConversation(db.admin, id);
    const send = (clientMessageId = randomUUID()) =>
      sendMessage(boss.ctx, { conversationId, clientMessageId, text: 'Hola' });
    await updateContact(boss.ctx, { contactId, kind: 'vip' });
    const own = randomUUID();
    const waiting = await send(own);
    await updateContact(boss.ctx, { contactId, kind: 'blocked' });
    const [stopped] =
      await db.admin`select status, error_code, (select last_status from app.conversation where id = ${conversationId}) list from app.message where id = ${waiting.id}`;
    expect(stopped).toEqual({ status: 2, error_code: 'contactBlocked', list: 2 });
    expect(await refusalOf(send())).toBe('conversations.contactBlocked');
    expect(await refusalOf(retryMessage(boss.ctx, { messageId: waiting.id }))).toBe('conversations.contactBlocked');
    expect((await db.admin`select status from app.message where id = ${waiting.id}`)[0]?.status).toBe(2);
    // a browser that repeats itself is told of what exists
    expect((await send(own)).id).toBe(waiting.id);
    const [kept] = await db.admin`select kind_before from app.contact where id = ${contactId}`;
    expect(kept?.kind_before).toBe('vip');
    await updateContact(boss.ctx, { contactId, kind: 'vip' });
    await send();
  });
});

describe('the bin', () => {
  it('gives back whoever writes or is written to, and keeps who was last in touch to the minute', async () => {
    const { id, boss } = await found();
    const { contactId, conversationId } = await makeConversation(db.admin, id);
    const look = () => getContact(boss.ctx, { contactId });
    const early = new Date(Date.now() - 3_600_000);
    await write(id, conversationId, 'in', early);
    await write(id, conversationId, 'out', new Date(early.getTime() + 30_000));
    await write(id, conversationId, 'in', new Date(early.getTime() + 40_000));
    const met = await look();
    expect([Date.parse(met.lastInAt ?? ''), Date.parse(met.lastOutAt ?? '')]).toEqual([
      early.getTime(),
      early.getTime() + 30_000,
    ]);
    const { undo } = await changeContacts(boss.ctx, { steps: [{ contactIds: [contactId], change: { what: 'bin' } }] });
    expect((await look()).deletedAt).not.toBeNull();
    // what the phone remembers from before brings nobody back
    await write(id, conversationId, 'in', new Date(early.getTime() + 300_000));
    expect((await look()).deletedAt).not.toBeNull();
    await changeContacts(boss.ctx, { steps: undo });
    expect((await look()).deletedAt).toBeNull();
    await changeContacts(boss.ctx, { steps: [{ contactIds: [contactId], change: { what: 'bin' } }] });
    await write(id, conversationId, 'in', new Date(Date.now() + 1000));
    expect((await look()).deletedAt).toBeNull();
  });

  it('holds up no number while somebody changes many contacts, and what was passed over is made up for', async () => {
    const { id, boss } = await found();
    const { contactId, conversationId } = await makeConversation(db.admin, id);
    await db.admin.begin(async (held) => {
      await held`select 1 from app.contact where id = ${contactId} for no key update`;
      await write(id, conversationId, 'in', new Date());
    });
    expect((await getContact(boss.ctx, { contactId })).lastInAt).toBeNull();
    await purgeContacts(asSystem(boss, db), {});
    expect((await getContact(boss.ctx, { contactId })).lastInAt).not.toBeNull();
  });

  it('is emptied after thirty days, with the conversations of whoever was in it', async () => {
    const { id, boss } = await found();
    const { contactId, conversationId } = await makeConversation(db.admin, id);
    const young = await createContact(boss.ctx, { name: 'Eva' });
    await sendMessage(boss.ctx, { conversationId, clientMessageId: randomUUID(), text: 'Hola' });
    await setConsent(boss.ctx, { contactId, channel: 'whatsapp', purpose: 'marketing', state: 'in', source: 'manual' });
    await changeContacts(boss.ctx, { steps: [{ contactIds: [contactId, young.id], change: { what: 'bin' } }] });
    await db.admin`update app.contact set deleted_at = now() - interval '31 days', last_out_at = null where id = ${contactId}`;
    await db.admin`update app.conversation set last_message_at = now() - interval '40 days' where id = ${conversationId}`;
    await updateContact(boss.ctx, { contactId, name: 'Ana García' });
    await assignConversation(boss.ctx, { conversationId, personId: boss.person.id });
    const told = async () => {
      const rows = await db.admin<{ kept: unknown }[]>`
        select concat(e.actor_name, e.detail, e.before, e.after) kept from app.audit_entry e where e.workspace_id = ${id}
          and e.subject in (${contactId}, ${conversationId}) and e.action <> 'compliance/audit.erased'`;
      return rows.map(({ kept }) => kept);
    };
    expect(JSON.stringify(await told())).toContain('Ana García');
    // what waits for its seal keeps what the seal is made of, and whom it is about stays until then
    expect(await purgeContacts(asSystem(boss, db), {})).toEqual({ count: 0, isMore: false });
    expect((await getContact(boss.ctx, { contactId })).id).toBe(contactId);
    await expect
      .poll(
        async () => {
          await sealAudit(db.jobs, 1_000);
          const [row] = await db.admin`select count(*) n from app.audit_entry e where e.workspace_id = ${id}
            and not exists (select 1 from guard.audit_seal s where s.workspace_id = ${id} and s.entry_id = e.id)`;
          return row?.n;
        },
        { timeout: 20_000 },
      )
      .toBe('0');
    expect(await purgeContacts(asSystem(boss, db), {})).toEqual({ count: 1, isMore: false });
    const [left] =
      await db.admin`select (select count(*) from app.contact where workspace_id = ${id}) contacts, (select count(*) from app.message where workspace_id = ${id}) messages,
      (select count(*) from app.contact_consent where workspace_id = ${id}) consents, (select count(*) from app.conversation where workspace_id = ${id}) threads`;
    expect(left).toEqual({ contacts: '1', messages: '0', consents: '0', threads: '0' });
    // the audit says who did what when, and nothing of somebody who is gone
    expect(new Set(await told())).toEqual(new Set(['{}']));
  });
});

describe('what a company says of its contacts', () => {
  it('is in fields of its own, each value by its type, fifty of them at most', async () => {
    const { id, boss } = await found();
    const contact = await createContact(boss.ctx, { name: 'Ana' });
    const field = (label: string, type: string, options: string[] = []) =>
      saveField(boss.ctx, { label, type: type as 'text', options });
    const size = await field('Talla', 'choice', ['S', 'M']);
    const visits = await field('Visitas', 'number');
    const day = await field('Revisión', 'date');
    expect(await refusalOf(field('talla', 'text'))).toBe('contacts.fieldTaken');
    expect(await refusalOf(saveField(boss.ctx, { fieldId: size.id, label: 'Talla', type: 'text' }))).toBe(
      'contacts.fieldRefused',
    );
    const give = (fields: Record<string, unknown>) =>
      updateContact(boss.ctx, { contactId: contact.id, fields: fields as ContactRow['fields'] });
    for (const [of, bad] of [
      [size, 'XL'],
      [visits, '3'],
      [day, '2026-02-30'],
      [visits, Number.NaN],
    ] as const)
      expect(await refusalOf(give({ [of.id]: bad }))).toMatch(/^contacts.fieldRefused$|^kernel.invalidInput$/);
    expect(await refusalOf(give({ [randomUUID()]: 'x' }))).toBe('contacts.fieldNotFound');
    await give({ [size.id]: 'M', [visits.id]: 3, [day.id]: '2026-02-28' });
    expect((await give({ [visits.id]: null })).fields).toEqual({ [size.id]: 'M', [day.id]: '2026-02-28' });
    expect(await deleteField(boss.ctx, { fieldId: size.id })).toEqual({ contacts: 1 });
    expect((await getContact(boss.ctx, { contactId: contact.id })).fields).toEqual({ [day.id]: '2026-02-28' });
    await db.admin`insert into app.contact_field (workspace_id, label, type) select ${id}, 'f' || n, 'text' from generate_series(1, 48) n`;
    expect(await refusalOf(field('Cincuenta y uno', 'text'))).toBe('contacts.tooManyFields');
    expect(await listFields(boss.ctx, {})).toHaveLength(50);
  });

  it('of consent is a ledger: added to, never rewritten, and the last word stands on the contact', async () => {
    const { id, boss } = await found();
    const { contactId, conversationId, channelId } = await makeConversation(db.admin, id);
    const say = (state: 'in' | 'out', more: object = {}) =>
      setConsent(boss.ctx, { contactId, channel: 'whatsapp', purpose: 'marketing', state, source: 'manual', ...more });
    await say('in', { shown: '¿Te escribimos con ofertas?' });
    await say('out');
    await setConsent(boss.ctx, { contactId, channel: 'email', purpose: 'marketing', state: 'in', source: 'form' });
    expect(await refusalOf(say('in', { source: 'message', messageId: randomUUID() }))).toBe('contacts.proofNotFound');
    const [proof] =
      await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      values (${id}, ${conversationId}, ${channelId}, 1, 'in', 'text', 'ALTA', ${randomUUID()}, 'contact', 9, now()) returning id`;
    expect((await getContact(boss.ctx, { contactId })).marketing).toBe('out');
    await say('in', { source: 'message', messageId: proof?.id });
    expect((await listConsents(boss.ctx, { contactId })).map(({ state, channel }) => `${state} ${channel}`)).toEqual([
      ...['in whatsapp', 'in email', 'out whatsapp', 'in whatsapp'],
    ]);
    expect((await getContact(boss.ctx, { contactId })).marketing).toBe('in');
    await expect(
      db.admin`update app.contact_consent set state = 'out' where contact_id = ${contactId}`,
    ).rejects.toMatchObject({ code: '42501' });
    await expect(db.web`delete from app.contact_consent`).rejects.toMatchObject({ code: '42501' });
  });

  it('of many at once is undone exactly, each back to what it was', async () => {
    const { id, boss } = await found();
    const people = await Promise.all(
      (['vip', 'customer', 'prospect'] as const).map((kind) => createContact(boss.ctx, { name: kind, kind })),
    );
    const contactIds = people.map((each) => each.id);
    const kinds = async () =>
      (await db.admin`select kind from app.contact where workspace_id = ${id} order by name`).map(({ kind }) => kind);
    const done = await changeContacts(boss.ctx, {
      steps: [{ contactIds: [...contactIds, randomUUID()], change: { what: 'kind', kind: 'customer' } }],
    });
    expect([done.changed, await kinds()]).toEqual([2, ['customer', 'customer', 'customer']]);
    await changeContacts(boss.ctx, { steps: done.undo });
    expect(await kinds()).toEqual(['customer', 'prospect', 'vip']);
    const given = await changeContacts(boss.ctx, {
      steps: [{ contactIds, change: { what: 'owner', ownerId: boss.person.id } }],
    });
    await changeContacts(boss.ctx, { steps: given.undo });
    expect((await getContact(boss.ctx, { contactId: contactIds[0] as string })).ownerId).toBeNull();
    // the audit says what each was; of more than it shows by id, a digest of all of them
    const told = async () =>
      (
        await db.admin`select before, after from app.audit_entry where workspace_id = ${id} and action = 'contacts/contact.changed' order by id`
      ).map(({ before, after }) => ({ before, after }));
    const [vip, , prospect] = contactIds as [string, string, string];
    const [first, second] = await told();
    expect(first).toEqual({
      before: { formerValues: { [vip]: 'vip', [prospect]: 'prospect' } },
      after: { what: 'kind', kind: 'customer' },
    });
    expect(second?.before).toEqual({ formerValues: Object.fromEntries(contactIds.map((each) => [each, null])) });
    const many = await db.admin`insert into app.contact (workspace_id, name, kind)
      select ${id}, 'c' || n, case n % 2 when 0 then 'vip' else 'prospect' end from generate_series(1, 101) n returning id, kind`;
    await changeContacts(boss.ctx, {
      steps: [{ contactIds: many.map((row) => row.id as string), change: { what: 'kind', kind: 'customer' } }],
    });
    const lines = many.map((row) => `${row.id} ${row.kind}\n`).sort();
    const last = (await told()).at(-1)?.before as { formerValues: object; digestOfAll: string };
    expect([Object.keys(last.formerValues).length, last.digestOfAll]).toEqual([
      100,
      createHash('sha256').update(lines.join('')).digest('hex'),
    ]);
  });
});

describe('what happened with a contact', () => {
  it('is told the newest first: messages folded by day and number, who changed what, and what they agreed to', async () => {
    const { id, boss } = await found();
    const { contactId, conversationId, channelId } = await makeConversation(db.admin, id);
    const say = (seq: number, direction: 'in' | 'out', at: string) =>
      db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
        values (${id}, ${conversationId}, ${channelId}, ${seq}, ${direction}, 'text', ${`m${seq}`}, ${randomUUID()}, 'contact', 9, ${at})`;
    await say(1, 'in', '2026-01-02T10:00:00Z');
    await say(2, 'out', '2026-01-02T11:00:00Z');
    await say(3, 'in', '2026-01-03T10:00:00Z');
    await updateContact(boss.ctx, { contactId, city: 'Soria' });
    await setConsent(boss.ctx, { contactId, channel: 'any', purpose: 'marketing', state: 'out', source: 'form' });
    const told = await readTimeline(boss.ctx, { contactId });
    expect(told.map((each) => (each.kind === 'messages' ? [each.in, each.out, each.preview] : each.kind))).toEqual([
      ...['consent', 'change', 'met', [1, 0, 'm3'], [1, 1, 'm2']],
    ]);
    expect(told.find((each) => each.kind === 'change')).toMatchObject({
      before: { city: null },
      after: { city: 'Soria' },
    });
    expect(await refusalOf(readTimeline(boss.ctx, { contactId: randomUUID() }))).toBe('contacts.notFound');
  });
});

describe('a segment', () => {
  it('is a filter with a name: whoever fits is asked anew, and the name is one of a kind', async () => {
    const { boss } = await found();
    const filter = {
      match: 'all' as const,
      nodes: [{ on: 'kind' as const, is: 'in' as const, values: ['vip' as const] }],
    };
    const vips = await saveSegment(boss.ctx, { name: 'De la casa', filter });
    expect(await refusalOf(saveSegment(boss.ctx, { name: 'de la CASA', filter }))).toBe('contacts.segmentTaken');
    const fits = async (after?: string) =>
      findMatching(boss.ctx, { segmentId: vips.id, limit: 1, ...(after && { after }) });
    expect(await fits()).toEqual({ ids: [], next: null });
    const [one, two] = [
      await createContact(boss.ctx, { name: 'Ana', kind: 'vip' }),
      await createContact(boss.ctx, { name: 'Eva', kind: 'vip' }),
    ];
    expect(await fits()).toEqual({ ids: [one?.id], next: one?.id });
    expect(await fits(one?.id)).toEqual({ ids: [two?.id], next: two?.id });
    expect(await fits(two?.id)).toEqual({ ids: [], next: null });
    await saveSegment(boss.ctx, { segmentId: vips.id, name: 'VIP', filter });
    expect(await listSegments(boss.ctx, {})).toEqual([{ id: vips.id, name: 'VIP', filter }]);
    await deleteSegment(boss.ctx, { segmentId: vips.id });
    expect(await refusalOf(fits())).toBe('contacts.segmentNotFound');
  });
});

describe('a contact without any conversation', () => {
  it('is seen as a conversation would be: by whoever looks after it, and as nobody’s by whoever sees nobody’s', async () => {
    for (const [visibility, sees] of [
      ['own', []],
      ['own_unassigned', ['nobodys']],
    ] as const) {
      const { id, boss } = await found();
      await db.admin`update app.workspace set visibility = ${visibility} where id = ${id}`;
      const [ana, bea] = [await sit(db, id, 'agent'), await sit(db, id, 'agent')];
      const nobodys = await createContact(boss.ctx, { name: 'nobodys' });
      const beas = await createContact(bea.ctx, { name: 'beas' });
      expect(beas.ownerId).toBe(bea.person.id);
      // one that is kept from Ana by its conversation does not look as if it had none
      const met = await makeConversation(db.admin, id);
      await db.admin`update app.conversation set assignee_id = ${bea.person.id} where id = ${met.conversationId}`;
      const names: Record<string, string> = { [nobodys.id]: 'nobodys', [beas.id]: 'beas', [met.contactId]: 'met' };
      const seenBy = async (seat: Seat) => {
        const seen = [];
        for (const contactId of Object.keys(names))
          if ((await refusalOf(getContact(seat.ctx, { contactId }))) === 'done') seen.push(names[contactId]);
        return seen;
      };
      expect(await seenBy(ana)).toEqual(sees);
      expect(await seenBy(bea)).toEqual([...sees, 'beas', 'met']);
      expect(await seenBy(boss)).toEqual(['nobodys', 'beas', 'met']);
      expect(await refusalOf(updateContact(ana.ctx, { contactId: nobodys.id, name: 'x' }))).toBe(
        sees.length ? 'contacts.notTheirs' : 'contacts.notFound',
      );
    }
  });

  it('is taken by an agent for themselves, and given to others by whoever gives conversations', async () => {
    const { id, boss } = await found();
    const other = await makePerson(db.admin);
    await addMember(db.admin, id, other, 'agent');
    const ana = await sit(db, id, 'agent');
    await db.admin`update app.workspace set visibility = 'all' where id = ${id}`;
    const { id: contactId } = await createContact(boss.ctx, { name: 'Eva' });
    const give = (by: Seat, ownerId: string | null) => refusalOf(updateContact(by.ctx, { contactId, ownerId }));
    expect(await give(ana, other.id)).toBe('kernel.forbidden');
    expect(await give(ana, ana.person.id)).toBe('done');
    expect(await give(boss, other.id)).toBe('done');
    expect(await give(ana, ana.person.id)).toBe('kernel.forbidden');
    expect(await give(boss, randomUUID())).toBe('contacts.ownerNotFound');
    // and nobody puts one out of their own sight
    await give(boss, ana.person.id);
    await db.admin`update app.workspace set visibility = 'own' where id = ${id}`;
    expect(await give(ana, null)).toBe('kernel.forbidden');
  });
});

it('agents change whom they look after or talk to, take whom nobody does, and read everybody else', async () => {
  const { id, boss } = await found();
  await db.admin`update app.workspace set visibility = 'all' where id = ${id}`;
  const [ana, bea] = [await sit(db, id, 'agent'), await sit(db, id, 'agent')];
  const contacts = await Promise.all(
    ['uno', 'dos', 'tres'].map((name) => createContact(boss.ctx, { name, phones: [] })),
  );
  const [talking, kept, free] = contacts.map((each) => each.id) as [string, string, string];
  const { conversationId, contactId } = await makeConversation(db.admin, id);
  await db.admin`update app.conversation set assignee_id = ${ana.person.id} where workspace_id = ${id} and id = ${conversationId}`;
  await updateContact(boss.ctx, { contactId: kept, ownerId: ana.person.id });
  const acts = (seat: Seat, of: string) => [
    () => updateContact(seat.ctx, { contactId: of, notes: 'apunte' }),
    () =>
      addPhone(seat.ctx, {
        contactId: of,
        phone: `+3460012${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`,
      }),
    () => changeContacts(seat.ctx, { steps: [{ contactIds: [of], change: { what: 'kind', kind: 'vip' } }] }),
    () => changeContacts(seat.ctx, { steps: [{ contactIds: [of], change: { what: 'bin' } }] }),
  ];
  for (const of of [contactId, kept]) {
    expect((await getContact(ana.ctx, { contactId: of })).mayChange).toBe(true);
    expect((await getContact(bea.ctx, { contactId: of })).mayChange).toBe(false);
    for (const act of acts(bea, of)) expect(await refusalOf(act())).toBe('contacts.notTheirs');
    for (const act of acts(ana, of)) expect(await refusalOf(act())).toBe('done');
  }
  // many at once are changed all or not at all
  expect(
    await refusalOf(
      changeContacts(bea.ctx, { steps: [{ contactIds: [talking, free], change: { what: 'kind', kind: 'vip' } }] }),
    ),
  ).toBe('contacts.notTheirs');
  // what is nobody's becomes one's own by taking it, and what one makes is one's own
  expect(await refusalOf(updateContact(bea.ctx, { contactId: free, notes: 'apunte' }))).toBe('contacts.notTheirs');
  await updateContact(bea.ctx, { contactId: free, ownerId: bea.person.id });
  await updateContact(bea.ctx, { contactId: free, notes: 'apunte' });
  const made = await createContact(bea.ctx, { name: 'mía', phones: [] });
  expect(made.ownerId).toBe(bea.person.id);
  // that somebody said stop is written down by whoever hears it
  expect(
    await refusalOf(
      setConsent(bea.ctx, {
        contactId: talking,
        channel: 'whatsapp',
        purpose: 'marketing',
        state: 'out',
        source: 'manual',
      }),
    ),
  ).toBe('done');
});
