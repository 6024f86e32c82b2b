import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeConversation, makeWorkspace, type TestWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { deskCtx, publicCtx, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { readTimeline } from '../contacts/index.ts';
import type { Ctx } from '../kernel/index.ts';
import { listNotifications, tellRated } from '../notifications/index.ts';
import { type SurveyRules, usualSurvey } from './contract.ts';
import {
  answerSurvey,
  changeConversations,
  getSurvey,
  listAsides,
  listMessages,
  readChanges,
  readSurvey,
  saveSurvey,
  sendMessage,
  sendSurveysDue,
  showRating,
  takeDigits,
} from './index.ts';

let db: TestDatabase;
let jobs: Database;
let house: TestWorkspace;
let boss: Seat;
let ana: Seat;
let thread: Awaited<ReturnType<typeof makeConversation>>;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'survey', max: 4 });
});
afterAll(async () => {
  await jobs.end({ timeout: 1 });
  await db.drop();
});
beforeEach(async () => {
  house = await makeWorkspace(db.admin);
  boss = await sit(db, house.id, { member: house.owner });
  ana = await sit(db, house.id, 'agent');
  thread = await begin();
});

/** A customer who has written, over a number that is in use. */
async function begin(): Promise<Awaited<ReturnType<typeof makeConversation>>> {
  const made = await makeConversation(db.admin, house.id);
  await db.admin`update app.channel set wanted = 'open' where workspace_id = ${house.id} and id = ${made.channelId}`;
  await db.admin`update app.contact set name = 'Lucía {{link}} Ferrer' where workspace_id = ${house.id} and id = ${made.contactId}`;
  await writes('Hola', made.conversationId);
  await db.admin`update app.conversation set assignee_id = ${ana.person.id} where workspace_id = ${house.id} and id = ${made.conversationId}`;
  return made;
}
/** A customer's message, as receiving writes it down. */
async function writes(body: string, conversationId = thread.conversationId): Promise<void> {
  await db.admin`
    with m as (insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      select v.workspace_id, v.id, v.channel_id, v.last_seq + 1, 'in', 'text', ${body}, gen_random_uuid()::text, 'contact', 9, clock_timestamp()
        from app.conversation v where v.workspace_id = ${house.id} and v.id = ${conversationId} returning id, seq)
    update app.conversation v set last_seq = m.seq, last_message_id = m.id, last_direction = 'in', unread_count = v.unread_count + 1,
        status = case when v.status = 'closed' then 'open' else v.status end
      from m where v.workspace_id = ${house.id} and v.id = ${conversationId}`;
}
const ports = { hints: { changed() {}, emitted() {}, queued() {} } };
const base = () => ({ ...deskCtx(db, house.id, ana.pass), db: jobs, ports, log: { error() {} } }) as unknown as Ctx;
const system = (): Ctx => ({ ...base(), door: { kind: 'system', reason: 'survey test' } });
const ask = (change: Partial<SurveyRules> = {}) =>
  saveSurvey(boss.ctx, { ...usualSurvey, isOn: true, quiet: null, ...change });
const set = (status: 'open' | 'closed', seat = ana, id = thread.conversationId) =>
  changeConversations(seat.ctx, { conversationIds: [id], change: { status } });
const comeTrue = () =>
  db.admin`update app.survey set at = now() - interval '1 second' where workspace_id = ${house.id} and state = 'planned'`;
const send = async () => {
  await comeTrue();
  return await sendSurveysDue(base(), 'https://recado.example');
};
const states = async () =>
  (await db.admin`select state from app.survey where workspace_id = ${house.id} order by created_at`).map(
    ({ state }) => state,
  );
const asked = async () =>
  (await listMessages(boss.ctx, { conversationId: thread.conversationId })).filter(
    ({ author }) => author.kind === 'automation',
  );
const tokenOf = (body: string | null | undefined) =>
  /https:\/\/recado\.example\/r\/([\w-]{64})/.exec(body ?? '')?.[1] ?? '';
const pub = () => publicCtx(db);
const statusNow = async () =>
  (
    await db.admin`select status, unread_count unread from app.conversation where workspace_id = ${house.id} and id = ${thread.conversationId}`
  )[0];

test('nobody is asked until somebody says so; then a closed conversation is asked once, in its customer’s language, and stays closed', async () => {
  expect((await getSurvey(ana.ctx, {})).rules).toEqual(usualSurvey);
  await set('closed');
  expect(await states()).toEqual([]);
  await set('open');
  await ask();
  await db.admin`update app.contact set language = 'pt' where workspace_id = ${house.id} and id = ${thread.contactId}`;
  await set('closed');
  expect(await sendSurveysDue(base(), 'https://recado.example')).toBe(0);
  const rounds = await Promise.all([send(), send()]);
  expect(rounds[0] + rounds[1]).toBe(1);
  const [question] = await asked();
  expect(question?.body).toMatch(/^Obrigado por escrever para Company\. .*https:\/\/recado\.example\/r\/[\w-]{64}$/);
  expect(await statusNow()).toEqual({ status: 'closed', unread: 0 });
  // closed again within the days that were said it is not asked again
  await set('open');
  await set('closed');
  await sendMessage(ana.ctx, {
    conversationId: thread.conversationId,
    clientMessageId: randomUUID(),
    text: 'Hasta luego',
    resolves: true,
  });
  expect(await send()).toBe(0);
  await db.admin`update app.survey set created_at = now() - interval '31 days' where workspace_id = ${house.id}`;
  await sendMessage(ana.ctx, {
    conversationId: thread.conversationId,
    clientMessageId: randomUUID(),
    text: 'Adiós',
    resolves: true,
  });
  expect(await states()).toEqual(['sent', 'planned']);
});

test('of a hundred who close one at once one question comes; opening it, or its customer, calls it off', async () => {
  await ask();
  const seats = [ana, boss];
  for (let round = 0; round < 25; round += 1) {
    await Promise.all([0, 1, 2, 3].map((n) => set('closed', seats[n % 2])));
    expect(await states()).toEqual([...Array(round).fill('cancelled'), 'planned']);
    if (round % 2) await writes('Una cosa más');
    else await set('open');
  }
  expect(await send()).toBe(0);
  expect(await asked()).toEqual([]);
});

test('groups, whoever is blocked, opted out or never wrote, a number at rest and a close by nobody are not asked, also not later', async () => {
  await ask();
  const { contactId } = thread;
  const contact = (change: Record<string, string | null>) =>
    db.admin`update app.contact set ${db.admin(change)} where workspace_id = ${house.id} and id = ${contactId}`;
  const consent = (
    state: string,
  ) => db.admin`insert into app.contact_consent (workspace_id, contact_id, channel, purpose, state, source)
    values (${house.id}, ${contactId}, 'any', 'service', ${state}, 'manual')`;
  const refused = async (): Promise<void> => {
    await set('closed');
    expect((await states()).filter((state) => state === 'planned')).toEqual([]);
    await set('open');
  };
  await contact({ kind: 'group' });
  await refused();
  await contact({ kind: 'customer', marketing: 'out' });
  await refused();
  await contact({ marketing: null });
  await consent('out');
  await refused();
  await consent('in');
  await db.admin`update app.channel set wanted = 'closed' where workspace_id = ${house.id}`;
  await refused();
  await db.admin`update app.channel set wanted = 'open' where workspace_id = ${house.id}`;
  await changeConversations(system(), { conversationIds: [thread.conversationId], change: { status: 'closed' } });
  expect(await states()).toEqual([]);
  await set('open');
  // and who says so between the close and its moment
  await set('closed');
  await consent('out');
  expect(await send()).toBe(0);
  expect(await states()).toEqual(['cancelled']);
});

test('in quiet hours it waits for their end, by the clocks of the business', async () => {
  for (const [from, to, at, next] of [
    [1260, 540, '2026-03-28T21:30:00Z', '2026-03-29T07:00:00.000Z'],
    [1260, 540, '2026-10-25T00:30:00Z', '2026-10-25T08:00:00.000Z'],
    [840, 960, '2026-11-25T13:30:00Z', '2026-11-25T15:00:00.000Z'],
    [840, 960, '2026-11-25T15:00:00Z', '2026-11-25T15:00:00.000Z'],
    [null, null, '2026-11-25T03:00:00Z', '2026-11-25T03:00:00.000Z'],
  ] as const) {
    const [row] =
      await db.admin`select app.after_quiet(${from}::smallint, ${to}::smallint, 'Europe/Madrid', ${at}::timestamptz) comes`;
    expect([at, row?.comes.toISOString()]).toEqual([at, next]);
  }
  // every hour but the one that was
  const now = new Date();
  const [zone] =
    await db.admin`select extract(hour from now() at time zone w.time_zone)::integer h from app.workspace w where w.id = ${house.id}`;
  const hour = zone?.h as number;
  await ask({ quiet: { from: hour * 60, to: ((hour + 2) % 24) * 60 } });
  await set('closed');
  const [row] = await db.admin`select at from app.survey where workspace_id = ${house.id}`;
  expect(row?.at.getTime()).toBeGreaterThan(now.getTime() + 3_000_000);
  expect(await send()).toBe(0);
  expect(await states()).toEqual(['planned']);
});

test('a digit that is all of the first message is the answer and opens nothing; anything else is a message', async () => {
  await ask();
  await set('closed');
  await send();
  await writes(' 2 ');
  const turn = [{ conversationId: thread.conversationId, waits: true }];
  const taken = await Promise.all([takeDigits(system(), turn), takeDigits(system(), turn)]);
  expect(taken[0] + taken[1]).toBe(1);
  expect(await statusNow()).toEqual({ status: 'closed', unread: 0 });
  expect((await listMessages(boss.ctx, { conversationId: thread.conversationId })).at(-1)).toMatchObject({
    body: ' 2 ',
    direction: 'in',
  });
  expect(await states()).toEqual(['answered']);
  const { marks } = await listAsides(boss.ctx, { conversationId: thread.conversationId });
  expect(marks.at(-1)).toMatchObject({ action: 'conversations/conversation.rated', detail: { score: 2 } });
  // whoever had it and whoever hands out is told, once, and it stands in the contact's story
  const [event] =
    await db.admin`select data from jobs.outbox where workspace_id = ${house.id} and name = 'conversations/conversation.rated'`;
  const { conversationId, surveyId } = (event?.data ?? {}) as { conversationId: string; surveyId: string };
  expect(await tellRated(system(), { conversationId, surveyId })).toEqual({ told: 2 });
  expect(await tellRated(system(), { conversationId, surveyId })).toEqual({ told: 0 });
  expect((await listNotifications(ana.ctx, {})).rows).toEqual([
    expect.objectContaining({ kind: 'rating', detail: { score: 2 } }),
  ]);
  expect(await readTimeline(ana.ctx, { contactId: thread.contactId })).toContainEqual(
    expect.objectContaining({ kind: 'rated', score: 2 }),
  );

  thread = await begin();
  await set('closed');
  await send();
  for (const body of ['5 gracias', '5']) await writes(body);
  expect(await takeDigits(system(), [{ conversationId: thread.conversationId, waits: true }])).toBe(0);
  expect(await statusNow()).toMatchObject({ status: 'open' });
});

test('its page takes an answer and another one until it is over; a secret that is none says the same as one that was', async () => {
  await ask({ threshold: 1 });
  await set('closed');
  await send();
  const token = tokenOf((await asked())[0]?.body);
  expect(JSON.stringify(await db.admin`select * from app.survey where workspace_id = ${house.id}`)).not.toContain(
    token,
  );
  expect(await readSurvey(pub(), token)).toEqual({
    business: 'Company',
    color: '#2746C7',
    language: 'es',
    score: null,
    comment: null,
  });
  const { horizon } = await readChanges(ana.ctx, { horizon: null, seen: [] });
  await answerSurvey(pub(), token, { score: '4', comment: '  Muy amables <b> ' });
  // whoever shows the conversation is told to look again, twice without harm, and of what nobody answered nothing is told
  const conversationId = thread.conversationId;
  const [known] = await db.admin`select id from app.survey where workspace_id = ${house.id}`;
  for (const surveyId of [known?.id, known?.id, randomUUID()]) await showRating(system(), { conversationId, surveyId });
  expect((await readChanges(ana.ctx, { horizon, seen: [] })).changes.filter(({ topic }) => topic === 'aside')).toEqual([
    { topic: 'aside', id: known?.id, conversationId, row: null },
  ]);
  await answerSurvey(pub(), token, { score: 4 });
  await answerSurvey(pub(), token, { score: 2 });
  expect(await readSurvey(pub(), token)).toMatchObject({ score: 2, comment: 'Muy amables <b>' });
  const { marks } = await listAsides(ana.ctx, { conversationId: thread.conversationId });
  expect(marks.filter(({ action }) => action.endsWith('rated')).map(({ detail }) => detail)).toEqual([
    expect.objectContaining({ score: 4, comment: 'Muy amables <b>' }),
    expect.objectContaining({ score: 2 }),
  ]);
  const [survey] = await db.admin`select id from app.survey where workspace_id = ${house.id}`;
  // not so low that anybody is told
  expect(await tellRated(system(), { conversationId: thread.conversationId, surveyId: survey?.id })).toEqual({
    told: 0,
  });
  for (const score of [0, 6, 'x', 2.5])
    expect(await refusalOf(answerSurvey(pub(), token, { score }))).toBe('kernel.invalidInput');
  let last = '';
  for (let n = 0; n < 25; n += 1) last = await refusalOf(answerSurvey(pub(), token, { score: (n % 5) + 1 }));
  expect(last).toBe('conversations.surveyTooOften');
  const gone = async (secret: string) => [
    await refusalOf(readSurvey(pub(), secret)),
    await refusalOf(answerSurvey(pub(), secret, { score: 3 })),
  ];
  const none = ['conversations.surveyGone', 'conversations.surveyGone'];
  // not its last sign, of whose six bits four count
  expect(await gone(`${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.slice(-1)}`)).toEqual(none);
  await db.admin`update app.survey set expires_at = now() - interval '1 second' where workspace_id = ${house.id}`;
  expect(await gone(token)).toEqual(none);
});

test('a rule is its company’s own, and another company’s job and people find nothing of it', async () => {
  await ask();
  expect(await refusalOf(saveSurvey(ana.ctx, usualSurvey))).toBe('kernel.forbidden');
  expect(await refusalOf(ask({ texts: { ...usualSurvey.texts, en: 'Hi {{contact.nme}}' } }))).toBe(
    'conversations.replyUnknownVariable',
  );
  await set('closed');
  await send();
  await writes('1');
  const strange = await sit(db, (await makeWorkspace(db.admin)).id, 'owner');
  expect((await getSurvey(strange.ctx, {})).rules).toEqual(usualSurvey);
  const theirs = { ...system(), workspaceId: strange.ctx.workspaceId };
  expect(await takeDigits(theirs, [{ conversationId: thread.conversationId, waits: true }])).toBe(0);
  expect(await states()).toEqual(['sent']);
});
