import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { onPlan, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { scoreRules } from './contract.ts';
import {
  changeContacts,
  createContact,
  findLikes,
  getContact,
  listContacts,
  listScoreRules,
  saveScoreRules,
  scoreContacts,
  setApart,
  setConsent,
  updateContact,
} from './index.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const day = (n: number) => new Date(NOW.getTime() + n * 86_400_000);
let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

async function found() {
  const workspace = await makeWorkspace(db.admin);
  await onPlan(db.admin, workspace.accountId, 'agency');
  const boss = await sit(db, workspace.id, { member: workspace.owner });
  /** Batches until nothing is left, as the job runs them; answers how many rows were written. */
  const count = async (at = NOW) => {
    const door = { kind: 'system', reason: 'a test' };
    const ctx = { ...boss.ctx, db: db.jobs, door, clock: { now: () => at } } as unknown as Seat['ctx'];
    const versions = async () =>
      new Set(
        (await db.admin`select xmin::text || id it from app.contact where workspace_id = ${workspace.id}`).map(
          ({ it }) => it,
        ),
      );
    const before = await versions();
    for (let n = 0; n < 20 && (await scoreContacts(ctx, {})).isMore; n += 1);
    return [...(await versions())].filter((each) => !before.has(each)).length;
  };
  const reasons = async (contactId: string) => {
    const { score, scoreReasons } = await getContact(boss.ctx, { contactId });
    return [score, Object.fromEntries((scoreReasons ?? []).map(({ rule, points }) => [rule, points]))];
  };
  return { ...workspace, boss, count, reasons };
}

describe('the score of a contact', () => {
  it('says its reasons, follows what happens and what time does, and writes nobody who is what they were', async () => {
    const { id, boss, count, reasons } = await found();
    const [eva, leo] = [
      await makeConversation(db.admin, id),
      await createContact(boss.ctx, { name: 'Leo', kind: 'vip' }),
    ];
    await db.admin`update app.conversation set created_at = ${day(-90)} where id = ${eva.conversationId}`;
    await db.admin`update app.contact set last_in_at = ${day(-2)}, last_out_at = ${day(-3)}, created_at = ${day(-90)}, kind = 'customer' where workspace_id = ${id} and id = ${eva.contactId}`;
    expect(await count()).toBeGreaterThan(1);
    expect(await reasons(eva.contactId)).toEqual([50, { wroteWeek: 20, talked: 15, customer: 15 }]);
    expect(await reasons(leo.id)).toEqual([30, { vip: 30 }]);
    expect(await count()).toBe(0);
    // what people do is counted at the next run, and nobody else is written
    await setConsent(boss.ctx, {
      contactId: leo.id,
      channel: 'whatsapp',
      purpose: 'marketing',
      state: 'in',
      source: 'manual',
    });
    await updateContact(boss.ctx, { contactId: leo.id, email: 'leo@taller.example' });
    expect(await count()).toBe(1);
    expect(await reasons(leo.id)).toEqual([50, { vip: 30, consent: 15, email: 5 }]);
    // a week goes by, and a month in which we wrote last
    expect(await count(day(6))).toBe(1);
    expect(await reasons(eva.contactId)).toEqual([30, { talked: 15, customer: 15 }]);
    await db.admin`update app.contact set last_out_at = ${day(10)} where workspace_id = ${id} and id = ${eva.contactId}`;
    await count(day(40));
    expect(await reasons(eva.contactId)).toEqual([10, { quietMonth: -20, talked: 15, customer: 15 }]);
    await updateContact(boss.ctx, { contactId: eva.contactId, kind: 'blocked' });
    await count(day(40));
    expect((await reasons(eva.contactId))[0]).toBe(0);
    // by score: the highest first, page by page
    const first = await listContacts(boss.ctx, { sort: 'score', limit: 1 });
    const second = await listContacts(boss.ctx, { sort: 'score', limit: 1, after: first.next ?? undefined });
    expect([first.rows[0]?.id, second.rows[0]?.id]).toEqual([leo.id, eva.contactId]);
  });

  it('counts what the company says: other points, labels, and nothing of another company’s', async () => {
    const { id, boss, count, reasons } = await found();
    const other = await found();
    const { id: contactId } = await createContact(boss.ctx, { name: 'Eva', kind: 'vip' });
    const theirs = await createContact(other.boss.ctx, { name: 'Eva', kind: 'vip' });
    const [tagId, foreign] = [randomUUID(), randomUUID()];
    await db.admin`insert into app.tag (workspace_id, id, name, colour) values (${id}, ${tagId}, 'Boda', 'berry'), (${other.id}, ${foreign}, 'Boda', 'berry')`;
    await count();
    await other.count();
    expect((await listScoreRules(boss.ctx, {})).map(({ rule }) => rule).toSorted()).toEqual([...scoreRules].toSorted());
    expect(await refusalOf(saveScoreRules(boss.ctx, { rules: [], tags: [{ tagId: foreign, points: 5 }] }))).toBe(
      'contacts.tagNotFound',
    );
    const agent = await sit(db, id, 'agent');
    expect(await refusalOf(saveScoreRules(agent.ctx, { rules: [], tags: [] }))).toBe('kernel.forbidden');
    await saveScoreRules(boss.ctx, {
      rules: [
        { rule: 'vip', points: 40 },
        { rule: 'talked', points: 15 },
      ],
      tags: [{ tagId, points: 25 }],
    });
    // everybody is counted once more, the same day
    await count();
    expect(await reasons(contactId)).toEqual([40, { vip: 40 }]);
    const label = (what: 'tag' | 'untag') =>
      changeContacts(boss.ctx, { steps: [{ contactIds: [contactId], change: { what, tagId } }] });
    await label('tag');
    await count();
    expect(await reasons(contactId)).toEqual([65, { vip: 40, tag: 25 }]);
    await label('untag');
    await count();
    expect(await reasons(contactId)).toEqual([40, { vip: 40 }]);
    expect(await other.count()).toBe(0);
    expect(await other.reasons(theirs.id)).toEqual([30, { vip: 30 }]);
  });

  it('is counted in batches that resume where they stopped', async () => {
    const { id, count, boss } = await found();
    await db.admin`insert into app.contact (workspace_id, name, kind) select ${id}, 'n' || n, 'customer' from generate_series(1, 700) n`;
    const door = { kind: 'system', reason: 'a test' };
    const ctx = { ...boss.ctx, db: db.jobs, door, clock: { now: () => NOW } } as unknown as Seat['ctx'];
    await scoreContacts(ctx, {});
    const scored = async () =>
      (await db.admin`select count(score)::integer n from app.contact where workspace_id = ${id}`)[0]?.n;
    expect(await scored()).toBe(300);
    // two at once take different rows
    await Promise.all([scoreContacts(ctx, {}), scoreContacts(ctx, {})]);
    expect(await scored()).toBe(700);
    await saveScoreRules(boss.ctx, { rules: [{ rule: 'customer', points: 50 }], tags: [] });
    expect(await count()).toBe(700);
  });
});

it('a contact that is likely somebody else as well says so, to whoever sees both, until somebody says that they are two', async () => {
  const { id, boss } = await found();
  const eva = await createContact(boss.ctx, {
    name: 'Eva Ruiz',
    email: 'eva@taller.example',
    phones: ['+34612345678'],
  });
  const twin = await createContact(boss.ctx, { name: 'Eva R.', email: 'EVA@taller.example' });
  await createContact(boss.ctx, { name: 'Eva Ruiz' });
  const likes = async (seat = boss) => (await findLikes(seat.ctx, { contactId: eva.id })).map((each) => each.id);
  expect(await likes()).toEqual([twin.id]);
  await db.admin`update app.workspace set visibility = 'own' where id = ${id}`;
  const manager = await sit(db, id, 'manager');
  expect(await likes(manager)).toEqual([twin.id]);
  expect(await refusalOf(findLikes((await sit(db, id, 'agent')).ctx, { contactId: eva.id }))).toBe('kernel.forbidden');
  await setApart(boss.ctx, { oneId: eva.id, otherId: twin.id, apart: true });
  expect(await likes()).toEqual([]);
});
