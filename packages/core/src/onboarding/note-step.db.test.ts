import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx } from '../kernel/index.ts';
import { getOnboarding } from './get-onboarding.ts';
import { noteStep } from './note-step.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'onboarding', max: 3 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

const ctxOf = async (workspaceId: string, personId: string) =>
  ({
    workspaceId,
    door: { kind: 'session', pass: (await openTestSession(db.web, personId)).pass },
    db: web,
    ports: { hints: { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} } },
    clock: { now: () => new Date() },
    log: {},
    requestId: 'onboarding',
    locale: 'es',
  }) as unknown as Ctx;
async function open(industry = 'health') {
  const { id, owner, accountId } = await makeWorkspace(db.admin);
  await db.admin`update app.workspace set industry = ${industry} where id = ${id}`;
  return { id, accountId, owner, ctx: await ctxOf(id, owner.id) };
}
const statesOf = ({ steps }: { steps: { step: string; state: string }[] }) =>
  Object.fromEntries(steps.map(({ step, state }) => [step, state]));

test('what is done is found in what exists, whatever a screen says', async () => {
  const { id, owner, ctx } = await open();
  expect(await noteStep(ctx, { step: 'connect', what: 'done' })).toMatchObject({ current: 'connect' });
  const { channelId, conversationId } = await makeConversation(db.admin, id);
  await db.admin`update app.channel set state = 'open' where id = ${channelId}`;
  await db.admin`update app.conversation set last_direction = 'in' where id = ${conversationId}`;
  expect(await getOnboarding(ctx, {})).toMatchObject({ current: 'answer', firstConversationId: conversationId });
  const say = (seq: number, kind: string) =>
    db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      values (${id}, ${conversationId}, ${channelId}, ${seq}, 'out', 'text', 'hola', ${randomUUID()}, ${kind}, 1, now())`;
  // what went out by the phone alone, or asks how it was, answered nobody from here
  await say(1, 'phone');
  await db.admin`update app.conversation set last_direction = 'out' where id = ${conversationId}`;
  expect(await getOnboarding(ctx, {})).toMatchObject({ current: 'answer' });
  await say(2, 'person');
  // and stays answered when the customer writes again
  await db.admin`update app.conversation set last_direction = 'in' where id = ${conversationId}`;
  expect(await getOnboarding(ctx, {})).toMatchObject({ current: 'import' });
  await db.admin`
    insert into app.contact_import (workspace_id, name, sha256, bytes, format, has_header, columns, sample, mapping, person_id)
    values (${id}, 'clientes.csv', sha256('a'), 1, 'csv', true, '{Nombre}', '[]', '{name}', ${owner.id})`;
  expect(await getOnboarding(ctx, {})).toMatchObject({ current: 'import' });
  await db.admin`update app.contact_import set state = 'done' where workspace_id = ${id}`;
  expect(await getOnboarding(ctx, {})).toMatchObject({ current: 'tour' });
  expect(await noteStep(ctx, { step: 'tour', what: 'done' })).toMatchObject({ current: null });
});

test('a step passed by can be taken up again, and is done once it is', async () => {
  const { id, ctx } = await open();
  expect(await noteStep(ctx, { step: 'connect', what: 'skipped' })).toMatchObject({ current: 'receive' });
  expect(statesOf(await getOnboarding(ctx, {})).connect).toBe('skipped');
  expect(await noteStep(ctx, { step: 'connect', what: 'resumed' })).toMatchObject({ current: 'connect' });
  await noteStep(ctx, { step: 'connect', what: 'skipped' });
  await makeConversation(db.admin, id);
  expect(statesOf(await getOnboarding(ctx, {})).connect).toBe('done');
});

test('what was done stays done when the number is gone', async () => {
  const { id, ctx } = await open();
  await db.admin`insert into app.channel (workspace_id, name, driver, state) values (${id}, 'Mostrador', 'simulator', 'open')`;
  await noteStep(ctx, { step: 'receive', what: 'seen' });
  await db.admin`delete from app.channel where workspace_id = ${id}`;
  expect(statesOf(await getOnboarding(ctx, {})).connect).toBe('done');
});

test('an agency is led to its first client, and to handing them over', async () => {
  const { id, accountId, owner, ctx } = await open('agency');
  expect(await getOnboarding(ctx, {})).toMatchObject({ path: 'agency', current: 'workspace' });
  await db.admin`insert into app.workspace (account_id, name, slug, industry) values (${accountId}, 'Client', ${`${id}-2`}, 'health')`;
  // an invitation that was taken back hands nothing over
  await db.admin`insert into guard.invitation (workspace_id, email, email_key, role, secret_hash, invited_by, expires_at, revoked_at)
    values (${id}, 'i@y.test', 'i@y.test', 'manager', sha256('b'), ${owner.id}, now() + interval '1 day', now())`;
  expect(statesOf(await getOnboarding(ctx, {}))).toMatchObject({ handOver: 'open' });
  await addMember(db.admin, id, await makePerson(db.admin), 'manager');
  expect(statesOf(await getOnboarding(ctx, {}))).toMatchObject({ workspace: 'done', link: 'open', handOver: 'done' });
  await db.admin`insert into guard.access_link (id, workspace_id, name, role, secret_hash, max_devices, locale, granted_by, created_at)
    values (gen_random_uuid(), ${id}, 'Client', 'link_agent', sha256('a'), 1, 'es', ${owner.id}, now())`;
  expect(statesOf(await getOnboarding(ctx, {}))).toMatchObject({ link: 'done' });
  // a link into a client's company is the agency's step done as well; one that was revoked is none, and a client that is gone does not count
  await db.admin`update guard.access_link set workspace_id = (select w.id from app.workspace w where w.account_id = ${accountId} and w.id <> ${id})
    where workspace_id = ${id}`;
  expect(statesOf(await getOnboarding(ctx, {}))).toMatchObject({ link: 'done' });
  await db.admin`update app.workspace set deleted_at = now() where account_id = ${accountId} and id <> ${id}`;
  expect(statesOf(await getOnboarding(ctx, {}))).toMatchObject({ link: 'open', workspace: 'open' });
});

test('whoever does not run the company reads its steps and notes nothing', async () => {
  const { id } = await open();
  const agent = await makePerson(db.admin);
  await addMember(db.admin, id, agent, 'agent');
  const ctx = await ctxOf(id, agent.id);
  expect(await getOnboarding(ctx, {})).toMatchObject({ current: 'connect' });
  await expect(noteStep(ctx, { step: 'connect', what: 'skipped' })).rejects.toMatchObject({ code: 'kernel.forbidden' });
});

test('where people stop is counted over all companies together, and by nobody but the staff', async () => {
  const { id, ctx, owner } = await open('agency');
  await noteStep(ctx, { step: 'workspace', what: 'seen' });
  await noteStep(ctx, { step: 'handOver', what: 'skipped' });
  // found done before anybody was shown it: done, and never seen
  await addMember(db.admin, id, await makePerson(db.admin), 'manager');
  await makeConversation(db.admin, id);
  await noteStep(ctx, { step: 'workspace', what: 'seen' });
  const pass = (await openTestSession(db.web, owner.id)).pass;
  const ask = () => db.web`select guard.onboarding_funnel(${pass}, null, 30) found`;
  await expect(ask()).rejects.toMatchObject({ code: 'RG004' });
  await db.admin`insert into guard.staff (person_id, granted_by) values (${owner.id}, 'test')`;
  const [row] = await ask();
  const figures = row?.found as { path: string; step: string }[];
  const found = figures.filter(({ path }) => path === 'agency');
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ step: 'workspace', seen: 1, done: 0, skipped: 0 }),
      expect.objectContaining({ step: 'handOver', seen: 1, done: 1, skipped: 0 }),
      expect.objectContaining({ step: 'receive', seen: 0, done: 1, medianSeconds: null }),
    ]),
  );
});
