import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { sit } from '../../../testing/src/desk.ts';
import { deleteQuickReply, listQuickReplies, saveQuickReply } from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

test('everybody uses the team’s, each their own; the team’s are changed by whoever shares out the work, and a code is one’s once', async () => {
  const { id } = await makeWorkspace(db.admin);
  const [boss, ana, bea] = [await sit(db, id, 'manager'), await sit(db, id, 'agent'), await sit(db, id, 'agent')];
  const reply = { replyId: null, code: 'Horario', body: 'Hola {{contact.firstName|amiga}}', isShared: true };
  const { replyId } = await saveQuickReply(boss.ctx, reply);
  await expect(saveQuickReply(ana.ctx, { ...reply, code: 'otra' })).rejects.toMatchObject({ kind: 'FORBIDDEN' });
  await expect(saveQuickReply(ana.ctx, { ...reply, replyId, isShared: false })).rejects.toMatchObject({
    kind: 'FORBIDDEN',
  });
  const own = await saveQuickReply(ana.ctx, { ...reply, isShared: false, body: 'Mío' });
  const codes = async ({ ctx }: typeof ana) =>
    (await listQuickReplies(ctx, {})).map(({ code, isShared }) => [code, isShared]);
  expect(await codes(ana)).toEqual([
    ['horario', false],
    ['horario', true],
  ]);
  expect(await codes(bea)).toEqual([['horario', true]]);
  // another one's own is not there for anybody else, whatever their role
  await expect(deleteQuickReply(boss.ctx, { replyId: own.replyId })).rejects.toMatchObject({
    code: 'conversations.replyNotFound',
  });
  await expect(deleteQuickReply(bea.ctx, { replyId })).rejects.toMatchObject({ kind: 'FORBIDDEN' });
  const twice = await Promise.allSettled([1, 2].map(() => saveQuickReply(boss.ctx, { ...reply, code: 'precio' })));
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(twice.find((each) => each.status === 'rejected')).toMatchObject({
    reason: { code: 'conversations.replyCodeTaken' },
  });
  await expect(saveQuickReply(boss.ctx, { ...reply, code: 'x', body: '{{contact.iban}}' })).rejects.toMatchObject({
    code: 'conversations.replyUnknownVariable',
    params: { name: 'contact.iban' },
  });
  await deleteQuickReply(boss.ctx, { replyId });
  // whoever is taken out takes their own along
  await db.admin`delete from app.member where workspace_id = ${id} and person_id = ${ana.person.id}`;
  expect(await db.admin`select code from app.quick_reply where workspace_id = ${id}`).toMatchObject([
    { code: 'precio' },
  ]);
});
