import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type Database } from '@recado/db';
import { systemClock } from '@recado/runtime/clock';
import { parseKeyring, seal } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { diskStorage } from '../../integrations/src/storage/index.ts';
import { makeConversation, makePerson, makeWorkspace, openTestSession } from '../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { labelledPass } from '../../testing/src/passes.ts';
import { sweepEveryMedia } from './conversations/every-night-media-sweep.handler.ts';
import { endInactiveSessions } from './identity/cleanup-inactive-sessions.handler.ts';
import { sweepOutbox } from './identity/every-5-minutes-outbox-sweep.handler.ts';
import { sendQueuedMail } from './identity/on-mail-queued.handler.ts';
import type { Steps } from './job.ts';
import { removeOld } from './kernel/every-hour-retention.handler.ts';
import { inEveryWorkspace } from './kernel/in-every-workspace.ts';
import { rollUpEveryWorkspace } from './reports/every-hour-usage-roll-up.handler.ts';
import type { JobServices } from './services.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
const log = createLogger({ name: 'handlers', level: 'silent' });
let db: TestDatabase;
let jobs: Database;
let sent: string[];
let refuses: boolean;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'handlers', max: 6 });
});
beforeEach(() => {
  sent = [];
  refuses = false;
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

const services = (): JobServices => ({
  db: jobs,
  keyring,
  clock: systemClock,
  log,
  ports: { hints: { emitted: () => {} } } as unknown as JobServices['ports'],
  mail: {
    async send({ to }) {
      if (refuses) throw new Error('greylisted');
      sent.push(to);
    },
  },
  renderMail: () => ({ subject: 's', text: 't', html: 'h' }),
  texts: null,
  renderText: () => 't',
  push: null,
  billing: null,
  register: null,
  networks: { of: () => ({ kind: 'unknown', point: null }) },
  fiscal: null,
  renderLinkNotice: () => '',
  renderPush: () => ({ title: 't', body: 'b' }),
  exportWords: () => {
    throw new Error('nothing is exported here');
  },
  publicUrl: 'http://recado.example',
  mailHost: 'recado.example',
});

/** Steps that run at once and forget nothing: what an engine does for a run that meets no trouble. */
const steps = { run: async (_id: string, work: () => unknown) => await work() } as unknown as Steps;
const cronRun = () => ({ steps, services: services(), runId: randomUUID(), log });
const twice = <T>(run: () => Promise<T>): Promise<T[]> => Promise.all([run(), run()]);

describe('on-mail-queued', () => {
  const write = async (): Promise<string> => {
    const sealed = seal(keyring, Buffer.from('{"name":"Ana"}'), 'outgoing-mail');
    const [row] = await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
      values ('ana@taller.example', 'signup-code', 'es', ${sealed}) returning id`;
    return row?.id;
  };
  const run = (mailId: string, runId = randomUUID()) =>
    sendQueuedMail({
      event: { id: 'e', name: 'identity/mail.queued', at: new Date(), data: { mailId } },
      steps,
      runId,
      services: services(),
    });

  test('sends a mail once, whoever else runs for it at the same time', async () => {
    const id = await write();
    const outcomes = (await twice(() => run(id))).map(({ outcome }) => outcome).sort();
    expect(sent).toEqual(['ana@taller.example']);
    expect(outcomes).toContain('sent');
    expect((await run(id)).outcome).toBe('sent before');
    expect(sent).toHaveLength(1);
  });

  test('sends the warning that the guard writes when a session comes back from another browser', async () => {
    const person = await makePerson(db.admin);
    const { sessionId } = await openTestSession(db.web, person.id, { device: 'hers' });
    const { pass } = labelledPass(sessionId, sessionId, { device: 'hers', browser: 'Chrome' });
    const sealed = seal(keyring, Buffer.from('{"name":"","browser":"Chrome","system":"Linux"}'), 'outgoing-mail');
    await db.admin`delete from jobs.outbox`;
    await db.web`select guard.settle_refusal(${pass}, false, 'desktop', null, ${sealed})`;
    const told = await db.admin`select name, data from jobs.outbox`;
    expect(told.map((event) => event.name)).toEqual(['identity/mail.queued']);
    expect(await run(told[0]?.data.mailId)).toEqual({ outcome: 'sent' });
    expect(sent).toEqual([person.email]);
  });

  test('comes again when the mail says so, and gives up when the mail does', async () => {
    const id = await write();
    const runId = randomUUID();
    refuses = true;
    for (const seconds of ['5', '15', '60']) {
      const error = await run(id, runId).catch((each: unknown) => each);
      expect(error).toBeInstanceOf(RetryAfterError);
      expect((error as RetryAfterError).retryAfter).toBe(seconds);
    }
    await db.admin`update guard.outgoing_mail set attempts = 7 where id = ${id}`;
    await expect(run(id, runId)).rejects.toThrow(NonRetriableError);
    refuses = false;
    expect((await run(id)).outcome).toBe('given up');
  });
});

describe('crons do no harm when they run twice at once, and nothing is left for a third', () => {
  test('cleanup-inactive-sessions answers what it cleaned', async () => {
    const person = await makePerson(db.admin, { sessionLimit: 9 });
    for (let n = 0; n < 5; n += 1) await openTestSession(db.web, person.id, { device: `d${n}` });
    await db.admin`update guard.session set idle_expires_at = now() - interval '1 minute' where slot <= 3`;
    const answers = await twice(() => endInactiveSessions(cronRun()));
    expect(answers.map(({ cleanedCount }) => cleanedCount).reduce((sum, n) => sum + n)).toBe(3);
    expect(await endInactiveSessions(cronRun())).toEqual({ cleanedCount: 0 });
  });

  test('every-5-minutes-outbox-sweep tells of a mail once', async () => {
    await db.admin`delete from guard.outgoing_mail`;
    await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params, next_at, told_at)
      values ('x', 'signup-code', 'es', '\\x00', now() - interval '6 minutes', now() - interval '6 minutes')`;
    await db.admin`delete from jobs.outbox`;
    await twice(() => sweepOutbox(cronRun()));
    await sweepOutbox(cronRun());
    expect(await db.admin`select 1 from jobs.outbox where name = 'identity/mail.queued'`).toHaveLength(1);
  });

  test('every-hour-retention removes what has served its time, and keeps the rest', async () => {
    const { id } = await makeWorkspace(db.admin);
    const { conversationId } = await makeConversation(db.admin, id);
    for (const age of ['25 hours', '23 hours'])
      await db.admin`insert into app.change (workspace_id, topic, entity_id, at) values (${id}, 'conversation', ${conversationId}, now() - ${age}::interval)`;
    await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params, sent_at)
      values ('old', 't', 'es', '\\x00', now() - interval '31 days'), ('new', 't', 'es', '\\x00', now() - interval '29 days')`;
    await twice(() => removeOld(cronRun()));
    expect(await db.admin`select 1 from app.change where workspace_id = ${id}`).toHaveLength(1);
    expect(
      (
        await db.admin`select recipient from guard.outgoing_mail where sent_at is not null and recipient in ('old', 'new')`
      ).map((row) => row.recipient),
    ).toEqual(['new']);
    expect(await removeOld(cronRun())).toEqual({ changes: 0 });
  });

  test('every-night-media-sweep removes what no message carries, and only after a day', async () => {
    const { id } = await makeWorkspace(db.admin);
    const folder = await mkdtemp(path.join(tmpdir(), 'recado-sweep-'));
    const storage = diskStorage(folder);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    for (const [text, age] of [
      ['old', '2 days'],
      ['new', '1 hour'],
    ] as const) {
      await storage.put(id, digest(text), Buffer.from(text));
      await db.admin`insert into app.media (workspace_id, kind, mime, bytes, sha256, state, created_at)
        values (${id}, 'image', 'image/png', 3, ${Buffer.from(digest(text), 'hex')}, 'ready', now() - ${age}::interval)`;
    }
    const run = () => {
      const given = services();
      return sweepEveryMedia({ ...cronRun(), services: { ...given, ports: { ...given.ports, storage } } });
    };
    await twice(run);
    const rows = await db.admin`select encode(sha256, 'hex') digest from app.media where workspace_id = ${id}`;
    expect(rows.map((row) => row.digest)).toEqual([digest('new')]);
    expect(await storage.read(id, digest('new'))).not.toBeNull();
    await rm(folder, { recursive: true });
  });

  test('a company whose work fails holds up no other, and the run says so at its end', async () => {
    const [bad, good] = [await makeWorkspace(db.admin), await makeWorkspace(db.admin)];
    const done: string[] = [];
    const run = inEveryWorkspace(cronRun(), 'trial', async ({ workspaceId }) => {
      if (workspaceId === bad.id) throw new Error('unreadable');
      done.push(workspaceId);
    });
    await expect(run).rejects.toThrow(/trial failed in 1 of/);
    expect(done).toContain(good.id);
    await expect(inEveryWorkspace(cronRun(), 'trial', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  test('every-hour-usage-roll-up counts every company, page after page', async () => {
    const [{ n: before } = { n: 0 }] = await db.admin`select count(*)::int n from app.workspace`;
    await db.admin`
      with made as (insert into app.account (name) values ('Many') returning id)
      insert into app.workspace (account_id, name, slug, industry) select made.id, 'Company', 'many-' || g, 'other' from made, generate_series(1, 230) g`;
    const { id } = await makeWorkspace(db.admin);
    const { conversationId, channelId } = await makeConversation(db.admin, id);
    await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
      values (${id}, ${conversationId}, ${channelId}, 1, 'in', 'x', 'p1', 'contact', 9, now())`;
    const answers = await twice(() => rollUpEveryWorkspace(cronRun()));
    expect(answers.map(({ workspaces }) => workspaces)).toEqual([before + 231, before + 231]);
    const rows = await db.admin`select metric, amount from app.usage_day where workspace_id = ${id} order by metric`;
    expect(rows.map((row) => [row.metric, row.amount])).toEqual([
      ['contacts_active', '1'],
      ['conversations_active', '1'],
      ['messages_in', '1'],
    ]);
  });
});
