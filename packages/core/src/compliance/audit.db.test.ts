import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestWorkspace,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { testKeyring } from '../../../testing/src/desk.ts';
import { updateContact } from '../contacts/index.ts';
import { sendMessage } from '../conversations/index.ts';
import type { Ctx } from '../kernel/index.ts';
import type { ToldRow } from './contract.ts';
import { beginAuditExport, listAudit, readAuditRows } from './index.ts';

let db: TestDatabase;
let web: Database;
let workspace: TestWorkspace;
let pass: Buffer;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'audit', max: 4 });
});
beforeEach(async () => {
  workspace = await makeWorkspace(db.admin);
  pass = (await openTestSession(db.web, workspace.owner.id)).pass;
});
afterAll(async () => {
  await web.end();
  await db.drop();
});

const ctx = (as: Buffer = pass, address: string | null = '203.0.113.7'): Ctx =>
  ({
    workspaceId: workspace.id,
    door: { kind: 'session', pass: as },
    db: web,
    keyring: testKeyring,

    ports: { hints: { emitted: () => {}, changed: () => {}, queued: () => {} } },
    requestId: 'r1',
    locale: 'es',
    origin: { address, userAgent: 'Firefox/140.0', deviceHash: null },
  }) as unknown as Ctx;
const all = async (filter: object = {}): Promise<ToldRow[]> => (await listAudit(ctx(), { ...filter, limit: 200 })).rows;
const without = (rows: ToldRow[]) => rows.filter(({ action }) => action !== 'compliance/audit.read');

describe('a change', () => {
  test('says who by the name of then, from where, and what was there before and after', async () => {
    const { contactId } = await makeConversation(db.admin, workspace.id);
    await updateContact(ctx(), { contactId, name: 'Ana' });
    await db.admin`update app.member set name = 'Another' where workspace_id = ${workspace.id}`;
    const [row] = without(await all());
    expect(row).toMatchObject({
      actor: { kind: 'person', id: workspace.owner.id, name: 'Member' },
      action: 'contacts/contact.updated',
      subject: contactId,
      before: { name: 'Customer' },
      after: { name: 'Ana' },
      address: '203.0.113.7',
      device: { browser: 'Firefox', system: '' },
    });
    const [taken] = (await readAuditRows(ctx(), { format: 'csv', group: 'contacts' })).rows;
    expect(taken).toMatchObject({ userAgent: 'Firefox/140.0', requestId: 'r1' });
  });

  test.each(['fe80::1%eth0', 'no address', null])('is written whatever the way says of itself: %s', async (address) => {
    const { contactId } = await makeConversation(db.admin, workspace.id);
    await updateContact(ctx(pass, address), { contactId, name: 'Ana' });
    expect(without(await all())).toHaveLength(1);
  });

  test('that is a message is its own record, and is told all the same', async () => {
    const { conversationId } = await makeConversation(db.admin, workspace.id);
    await sendMessage(ctx(), { conversationId, clientMessageId: randomUUID(), text: 'Hola' });
    expect(without(await all())).toEqual([]);
    expect(await db.admin`select name from jobs.outbox where workspace_id = ${workspace.id}`).toEqual([
      { name: 'conversations/message.queued' },
    ]);
  });

  test('by one of Recado’s own people carries their name, not the one they act in', async () => {
    const staff = await makePerson(db.admin, { name: 'Support' });
    const session = await openTestSession(db.admin, workspace.owner.id, { kind: 'impersonation' });
    await db.admin`update guard.session set may_write = true, actor_id = ${staff.id} where id = ${session.sessionId}`;
    const { contactId } = await makeConversation(db.admin, workspace.id);
    await updateContact(ctx(session.pass), { contactId, name: 'Ana' });
    expect(without(await all())[0]?.actor).toEqual({ kind: 'staff', id: staff.id, name: 'Support' });
    await db.admin`select guard.end_all(array[${session.sessionId}]::uuid[], 'terminated', null)`;
    expect(without(await all())[0]).toMatchObject({
      action: 'identity/impersonation.ended',
      actor: { kind: 'staff', id: staff.id, name: 'Support' },
      subject: workspace.owner.id,
    });
  });

  test('of the plan by hand is in the audit of every workspace of the account', async () => {
    const [plan] =
      await db.admin`select plan, version from guard.plan_version where plan = 'enterprise' order by version desc limit 1`;
    await db.admin`select guard.set_plan(${workspace.accountId}, ${plan?.plan}, ${plan?.version}, 'Support', 'they asked', null)`;
    expect(without(await all())[0]).toMatchObject({
      action: 'plans/plan.set',
      actor: { kind: 'staff', name: 'Support' },
      after: { plan: plan?.plan },
    });
  });
});

describe('a look', () => {
  const lookers = async () =>
    (
      await db.admin`select actor_id, detail from app.audit_entry where workspace_id = ${workspace.id} and action = 'compliance/audit.read' order by id`
    ).map((row) => row.actor_id);

  test('is written down once in a quarter of an hour, and again by somebody else', async () => {
    await Promise.all([all(), all(), all()]);
    const admin = await makePerson(db.admin);
    await addMember(db.admin, workspace.id, admin, 'admin');
    const other = await openTestSession(db.web, admin.id);
    await listAudit(ctx(other.pass), {});
    expect(await lookers()).toEqual([workspace.owner.id, admin.id]);
  });

  test('is written down wherever in the record it begins', async () => {
    await listAudit(ctx(), { before: { at: '9999-12-31T00:00:00Z', id: Number.MAX_SAFE_INTEGER } });
    expect(await lookers()).toEqual([workspace.owner.id]);
  });

  test('is written down for whoever may only look', async () => {
    const [role] =
      await db.admin`insert into app.custom_role (workspace_id, name, permissions) values (${workspace.id}, 'Auditor', '{audit.read}') returning id`;
    const auditor = await makePerson(db.admin);
    await db.admin`insert into app.member (workspace_id, person_id, role, custom_role_id, name, email) values (${workspace.id}, ${auditor.id}, 'custom', ${role?.id}, 'Auditor', ${auditor.email})`;
    const session = await openTestSession(db.web, auditor.id);
    await listAudit(ctx(session.pass), {});
    expect(await lookers()).toEqual([auditor.id]);
  });

  test('is refused to who has no right to it, and leaves nothing', async () => {
    const agent = await makePerson(db.admin);
    await addMember(db.admin, workspace.id, agent, 'agent');
    const session = await openTestSession(db.web, agent.id);
    await expect(listAudit(ctx(session.pass), {})).rejects.toMatchObject({ code: 'kernel.forbidden' });
    await expect(beginAuditExport(ctx(session.pass), { format: 'csv' })).rejects.toMatchObject({
      code: 'kernel.forbidden',
    });
    expect(await lookers()).toEqual([]);
  });
});

describe('a page', () => {
  const page = async (filter: object = {}) => await listAudit(ctx(), { ...filter, limit: 200 });

  test('names the people and things whose ids stand in it, now or as they were last called here', async () => {
    const { contactId, conversationId } = await makeConversation(db.admin, workspace.id);
    const gone = await makePerson(db.admin);
    await db.admin`insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail) values
      (${workspace.id}, 'person', ${gone.id}, 'Bea', 'conversations/conversation.assigned', ${conversationId}, ${JSON.stringify({ to: workspace.owner.id })}::text::jsonb),
      (${workspace.id}, 'person', ${workspace.owner.id}, 'Member', 'access/team.saved', ${randomUUID()}, ${JSON.stringify({ name: 'Tarde', personIds: [gone.id] })}::text::jsonb)`;
    const { rows, names } = await page();
    const team = rows.find(({ action }) => action === 'access/team.saved')?.subject ?? '';
    expect(names).toMatchObject({
      [conversationId]: 'Customer',
      [gone.id]: 'Bea',
      [workspace.owner.id]: 'Member',
      [team]: 'Tarde',
    });
    expect((await page({ subject: contactId })).names).toEqual({ [contactId]: 'Customer' });
  });

  test('names nothing of another company', async () => {
    const other = await makeWorkspace(db.admin);
    const { contactId } = await makeConversation(db.admin, other.id);
    expect((await page({ subject: contactId })).names).toEqual({});
  });

  test('is cut to what the staff did, to what was looked at, or to what was taken away', async () => {
    await db.admin`insert into app.audit_entry (workspace_id, actor_kind, action) values
      (${workspace.id}, 'staff', 'plans/plan.set'), (${workspace.id}, 'person', 'policies/security.read'), (${workspace.id}, 'person', 'contacts/contact.updated')`;
    await beginAuditExport(ctx(), { format: 'csv' });
    const of = async (only: string) => (await page({ only })).rows.map(({ action }) => action);
    expect(await of('staff')).toEqual(['plans/plan.set']);
    expect(await of('exports')).toEqual(['compliance/audit.exported']);
    expect(await of('looks')).toEqual(['compliance/audit.read', 'policies/security.read']);
  });
});

describe('what is asked', () => {
  const invalid = { code: 'kernel.invalidInput' };
  test.each(['nonsense', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-14:00', '0001-01-01T00:00:00+14:00'])(
    'is refused by name where it is no instant that there can be: %s',
    async (at) => {
      await expect(listAudit(ctx(), { from: at })).rejects.toMatchObject(invalid);
      await expect(listAudit(ctx(), { until: at })).rejects.toMatchObject(invalid);
      await expect(listAudit(ctx(), { before: { at, id: 1 } })).rejects.toMatchObject(invalid);
    },
  );

  test('may be about anything that only looks like an id', async () => {
    const dashes = '-'.repeat(36);
    expect(await listAudit(ctx(), { actorId: dashes, subject: dashes })).toMatchObject({ rows: [], names: {} });
  });
});

describe('a closed workspace', () => {
  test.each(['deactivated_at', 'archived_at'])('shows its record, and lets it be taken away (%s)', async (closed) => {
    await db.admin`update app.workspace set ${db.admin(closed)} = now() where id = ${workspace.id}`;
    expect(await all()).toEqual([]);
    await beginAuditExport(ctx(), { format: 'csv' });
    const { rows } = await readAuditRows(ctx(), { format: 'csv' });
    expect(rows.map(({ action }) => action)).toEqual(['compliance/audit.exported', 'compliance/audit.read']);
    const acting = await openTestSession(db.admin, workspace.owner.id, { kind: 'impersonation' });
    await expect(beginAuditExport(ctx(acting.pass), { format: 'csv' })).rejects.toThrow();
  });
});

test('an export is written down before its first row leaves', async () => {
  await beginAuditExport(ctx(), { format: 'csv', group: 'compliance' });
  const { rows } = await readAuditRows(ctx(), { format: 'csv', group: 'compliance' });
  expect(rows[0]).toMatchObject({
    action: 'compliance/audit.exported',
    detail: { format: 'csv', filter: { group: 'compliance' } },
  });
});

describe('among many', () => {
  beforeAll(async () => {
    const many = await makeWorkspace(db.admin);
    await db.admin`insert into app.audit_entry (workspace_id, actor_kind, actor_id, action, subject, at)
      select ${many.id}, 'person', 'p' || n % 50, (array['contacts/contact.updated', 'channels/channel.created', 'access/role.changed'])[1 + n % 3], 's' || n % 500,
        timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, 30000) n`;
    await db.admin`analyze app.audit_entry`;
    manyId = many.id;
    manyOwner = many.owner.id;
  }, 30_000);
  let manyId: string;
  let manyOwner: string;

  test('pages follow each other without a gap and without a repetition, one instant or many', async () => {
    await db.admin`insert into app.audit_entry (workspace_id, actor_kind, action, at)
      select ${workspace.id}, 'system', 'contacts/contact.updated', timestamptz '2026-02-01' + (n / 5) * interval '1 second' from generate_series(1, 23) n`;
    const seen: number[] = [];
    let before: { at: string; id: number } | undefined;
    do {
      const page = await listAudit(ctx(), { group: 'contacts', limit: 4, ...(before ? { before } : {}) });
      seen.push(...page.rows.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before);
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
  });

  test('each filter finds its own', async () => {
    const owner = await openTestSession(db.web, manyOwner);
    const ask = async (filter: object) =>
      (await listAudit({ ...ctx(owner.pass), workspaceId: manyId }, { limit: 200, ...filter })).rows;
    expect(new Set((await ask({ actorId: 'p7' })).map(({ actor }) => actor.id))).toEqual(new Set(['p7']));
    expect(new Set((await ask({ group: 'channels' })).map(({ action }) => action))).toEqual(
      new Set(['channels/channel.created']),
    );
    expect(await ask({ subject: 's7' })).toHaveLength(60);
    const day = await ask({ from: '2026-01-01T00:00:10Z', until: '2026-01-01T00:00:20Z' });
    expect(day.map(({ at }) => at.slice(17, 19)).sort()).toEqual([
      '10',
      '11',
      '12',
      '13',
      '14',
      '15',
      '16',
      '17',
      '18',
      '19',
    ]);
  });

  test.each([
    ['nothing', '', 'audit_entry_at'],
    ['a person', "and x.actor_id = 'p7'", 'audit_entry_actor'],
    ['a group', "and split_part(x.action, '/', 1) = 'channels'", 'audit_entry_group'],
    ['a thing', "and x.subject = 's7'", 'audit_entry_subject'],
    ['the staff', "and x.actor_kind = 'staff'", 'audit_entry_staff'],
    ['a day', "and x.at >= '2026-01-01T01:00:00Z' and x.at < '2026-01-01T02:00:00Z'", 'audit_entry_at'],
  ])('asked for %s, one index answers in order', async (_name, condition, index) => {
    const plan =
      await db.admin.unsafe(`explain (format json) select x.* from app.audit_entry x where x.workspace_id = '${manyId}' ${condition}
      and (x.at, x.id) < ('2026-01-01T05:00:00Z'::timestamptz, 99999999) order by x.at desc, x.id desc limit 50`);
    const text = JSON.stringify(plan[0]);
    expect(text).toContain(`"${index}"`);
    expect(text).not.toContain('"Sort"');
  });
});
