import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { refusalOf, sit } from '../../../testing/src/desk.ts';
import { TAGS_AT_MOST } from './contract.ts';
import { createTag, deleteTag, listTags, recolourTag, renameTag } from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

test('a manager makes, renames and colours labels; a name is there once, whatever its case; each act is in the audit', async () => {
  const { id } = await makeWorkspace(db.admin);
  const { ctx } = await sit(db, id, 'manager');
  const vip = await createTag(ctx, { name: '  VIP   de  casa ', colour: 'berry' });
  const first = await createTag(ctx, { name: 'Pedido' });
  expect(vip.name).toBe('VIP de casa');
  expect(first.colour).not.toBe('berry');
  expect(await refusalOf(createTag(ctx, { name: 'pEDIDO' }))).toBe('tags.nameTaken');
  expect(await refusalOf(renameTag(ctx, { tagId: first.id, name: 'vip de casa' }))).toBe('tags.nameTaken');
  await renameTag(ctx, { tagId: first.id, name: 'PEDIDO' });
  await recolourTag(ctx, { tagId: first.id, colour: 'teal' });
  expect(await listTags(ctx, {})).toEqual([{ id: first.id, name: 'PEDIDO', colour: 'teal' }, vip]);
  const told = await db.admin`
    select action, before, after from app.audit_entry where workspace_id = ${id} and subject = ${first.id} order by id`;
  expect(told.map((row) => [row.action, row.before, row.after])).toEqual([
    ['tags/tag.created', null, { name: 'Pedido', colour: first.colour }],
    ['tags/tag.renamed', { name: 'Pedido' }, { name: 'PEDIDO' }],
    ['tags/tag.recoloured', { colour: first.colour }, { colour: 'teal' }],
  ]);
});

test('an agent reads the labels and makes none; deleting one takes it off everything', async () => {
  const { id } = await makeWorkspace(db.admin);
  const [boss, agent] = [await sit(db, id, 'manager'), await sit(db, id, 'agent')];
  const tag = await createTag(boss.ctx, { name: 'Cita' });
  const { conversationId } = await makeConversation(db.admin, id);
  await db.admin`insert into app.conversation_tag values (${id}, ${conversationId}, ${tag.id})`;
  expect(await listTags(agent.ctx, {})).toEqual([tag]);
  expect(await refusalOf(createTag(agent.ctx, { name: 'Otra' }))).toBe('kernel.forbidden');
  expect(await refusalOf(deleteTag(agent.ctx, { tagId: tag.id }))).toBe('kernel.forbidden');
  await deleteTag(boss.ctx, { tagId: tag.id });
  expect(await refusalOf(deleteTag(boss.ctx, { tagId: tag.id }))).toBe('tags.notFound');
  expect(await db.admin`select 1 from app.conversation_tag where workspace_id = ${id}`).toHaveLength(0);
});

test('a vocabulary has an end, which many at once do not pass, and one name made many times at once is one label', async () => {
  const { id } = await makeWorkspace(db.admin);
  const { ctx } = await sit(db, id, 'manager');
  const same = await Promise.all(Array.from({ length: 8 }, () => refusalOf(createTag(ctx, { name: 'Garantía' }))));
  expect(same.filter((each) => each === 'tags.nameTaken')).toHaveLength(7);
  await db.admin`insert into app.tag (workspace_id, name, colour)
    select ${id}, 'n' || n, 'slate' from generate_series(1, ${TAGS_AT_MOST - 3}) n`;
  const late = await Promise.all(Array.from({ length: 8 }, (_, n) => refusalOf(createTag(ctx, { name: `late ${n}` }))));
  expect(late.filter((each) => each === 'tags.tooMany')).toHaveLength(6);
  expect(await listTags(ctx, {})).toHaveLength(TAGS_AT_MOST);
});
