import { randomUUID } from 'node:crypto';
import { connect, type Database, enterSystem } from '@recado/db';
import type { Logger } from '@recado/runtime/logger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  addMember,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestWorkspace,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { type Ctx, command, defineEvents, emit, type OutboxEvent, readOutboxLag, relayOutbox } from './index.ts';

const events = defineEvents('trials', {
  begun: { name: 'trial.begun', subject: 'trialId', payload: z.object({ trialId: z.string(), note: z.string() }) },
});

let db: TestDatabase;
let web: Database;
let jobs: Database;
let workspace: TestWorkspace;
let pass: Buffer;
let hinted: string[];
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'outbox', max: 4 });
  jobs = connect(db.jobsUrl, { name: 'outbox', max: 4 });
});
beforeEach(async () => {
  hinted = [];
  await db.admin`delete from jobs.outbox`;
  // each test has a company of its own, since what is in the audit stays
  workspace = await makeWorkspace(db.admin);
  pass = (await openTestSession(db.web, workspace.owner.id)).pass;
});
afterAll(async () => {
  await Promise.all([web.end(), jobs.end()]);
  await db.drop();
});

const ctx = (door: Ctx['door'] = { kind: 'session', pass }): Ctx =>
  ({
    workspaceId: workspace.id,
    door,
    db: web,
    ports: { hints: { emitted: () => hinted.push('emitted') } },
    log: {} as Logger,
    requestId: 'r1',
    locale: 'es',
  }) as unknown as Ctx;
const waiting = async () =>
  (await db.admin`select name, data, workspace_id from jobs.outbox order by seq`).map((row) => ({ ...row }));

describe('what a verb tells', () => {
  const tell = (how: 'record' | 'emit', after: () => void | Promise<void> = () => {}) =>
    command({
      input: z.object({}),
      needs: 'contacts.write',
      ...(how === 'emit' ? { unrecorded: 'a trial' } : {}),
      async run(work) {
        await work[how](events.begun, { trialId: 't1', note: 'a\0b' });
        expect(hinted).toEqual([]);
        await after();
        return { ok: true };
      },
    });

  test('reaches audit and outbox with the work, and a hint follows the commit', async () => {
    await tell('record')(ctx(), {});
    expect(await waiting()).toEqual([
      {
        name: 'trials/trial.begun',
        data: { trialId: 't1', note: 'ab', workspaceId: workspace.id },
        workspace_id: workspace.id,
      },
    ]);
    const [entry] =
      await db.admin`select actor_kind, action, subject, detail from app.audit_entry where workspace_id = ${workspace.id}`;
    expect(entry).toEqual({
      actor_kind: 'person',
      action: 'trials/trial.begun',
      subject: 't1',
      detail: { trialId: 't1', note: 'ab' },
    });
    expect(hinted).toEqual(['emitted']);
  });

  test('without an audit entry, when the verb says why', async () => {
    await tell('emit')(ctx(), {});
    expect(await waiting()).toHaveLength(1);
    expect(await db.admin`select 1 from app.audit_entry where workspace_id = ${workspace.id}`).toHaveLength(0);
    expect(hinted).toEqual(['emitted']);
  });

  test.each(['record', 'emit'] as const)('is never told by a transaction that did not commit: %s', async (how) => {
    const fail = tell(how, () => {
      throw new Error('changed its mind');
    });
    await expect(fail(ctx(), {})).rejects.toThrow('changed its mind');
    expect(await waiting()).toEqual([]);
    expect(await db.admin`select 1 from app.audit_entry where workspace_id = ${workspace.id}`).toHaveLength(0);
    expect(hinted).toEqual([]);
  });

  test('is refused when it is not what the event promises', async () => {
    const wrong = command({
      input: z.object({}),
      needs: 'contacts.write',
      run: async ({ record }) => await record(events.begun, { trialId: 't1' } as { trialId: string; note: string }),
    });
    await expect(wrong(ctx(), {})).rejects.toThrow('note');
    expect(await waiting()).toEqual([]);
  });
});

describe('the outbox', () => {
  const tellAs = (workspaceId: string, prove: string | null, reason = 'trial') =>
    jobs.begin(async (tx) => {
      if (prove) await enterSystem(tx, prove, reason);
      await emit(tx, workspaceId, events.begun, { trialId: 't1', note: '' });
    });

  test('takes events of the company that the transaction entered, and of no other', async () => {
    const other = await makeWorkspace(db.admin);
    await tellAs(workspace.id, workspace.id);
    await expect(tellAs(other.id, workspace.id)).rejects.toMatchObject({ code: '42501' });
    await expect(tellAs(workspace.id, null)).rejects.toMatchObject({ code: '42501' });
    expect(await waiting()).toHaveLength(1);
  });

  test('takes nothing from a person who only looks', async () => {
    const viewer = await makePerson(db.admin);
    await addMember(db.admin, workspace.id, viewer, 'viewer');
    const session = await openTestSession(db.web, viewer.id);
    const told = web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${session.pass}, null, ${workspace.id})`;
      await emit(tx, workspace.id, events.begun, { trialId: 't1', note: '' });
    });
    await expect(told).rejects.toMatchObject({ code: '42501' });
  });

  test('is written by its two functions only, and read by the jobs only', async () => {
    for (const role of [db.web, db.worker]) {
      await expect(role`select 1 from jobs.outbox`).rejects.toMatchObject({ code: '42501' });
      await expect(role`select jobs.emit_global('identity/mail.queued', '{}')`).rejects.toMatchObject({
        code: '42501',
      });
    }
    for (const role of [db.web, db.worker, db.jobs])
      await expect(role`insert into jobs.outbox (name, data) values ('x', '{}')`).rejects.toMatchObject({
        code: '42501',
      });
  });

  test('refuses what no engine would take, in the transaction that tells it', async () => {
    const large = { mailId: 'x'.repeat(600_000) };
    await expect(db.jobs`select jobs.emit_global('trial/x', ${db.jobs.json(large)})`).rejects.toMatchObject({
      code: '22023',
    });
    await expect(db.jobs`select jobs.emit_global('trial/x', '[]')`).rejects.toMatchObject({ code: '22023' });
    for (const name of ['', 'x', 'inngest/function.failed', 'Trial/x', 'trial/x y', `trial/${'x'.repeat(250)}`])
      await expect(db.jobs`select jobs.emit_global(${name}, '{}')`).rejects.toMatchObject({ code: '22023' });
  });
});

describe('the relay', () => {
  const tellMany = async (count: number) => {
    for (let n = 0; n < count; n += 1) await db.jobs`select jobs.emit_global(${`trial/n.${n}`}, '{}')`;
  };

  test('gives events in their order, each with the id it keeps, and forgets them', async () => {
    await tellMany(5);
    expect((await readOutboxLag(jobs)).waiting).toBe(5);
    const ids = (await db.admin`select id from jobs.outbox order by seq`).map((row) => row.id);
    const got: OutboxEvent[] = [];
    const keep = async (some: OutboxEvent[]) => {
      got.push(...some);
      return [];
    };
    expect(await relayOutbox(jobs, 3, keep)).toBe(3);
    expect(await relayOutbox(jobs, 3, keep)).toBe(2);
    expect(await relayOutbox(jobs, 3, keep)).toBe(0);
    expect(got.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4].map((n) => `trial/n.${n}`));
    expect(got.map(({ id }) => id)).toEqual(ids);
    expect(await readOutboxLag(jobs)).toEqual({ waiting: 0, oldestSeconds: 0, setAside: 0 });
  });

  test('keeps everything, in order, when an engine refuses', async () => {
    await tellMany(3);
    const refuse = relayOutbox(jobs, 10, async () => {
      throw new Error('away');
    });
    await expect(refuse).rejects.toThrow('away');
    const got: string[] = [];
    await relayOutbox(jobs, 10, async (some) => {
      got.push(...some.map(({ name }) => name));
      return [];
    });
    expect(got).toEqual(['trial/n.0', 'trial/n.1', 'trial/n.2']);
  });

  test('is at work in one process at a time', async () => {
    await tellMany(2);
    let second: number | null = -1;
    const first = await relayOutbox(jobs, 10, async () => {
      second = await relayOutbox(jobs, 10, async () => []);
      return [];
    });
    expect([first, second]).toEqual([2, null]);
  });

  test('sees nothing of a transaction that is still open, and all of it afterwards', async () => {
    const told = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const open = jobs.begin(async (tx) => {
      await enterSystem(tx, workspace.id, 'trial');
      await emit(tx, workspace.id, events.begun, { trialId: randomUUID(), note: '' });
      told.resolve();
      await mayCommit.promise;
    });
    await told.promise;
    await tellMany(1);
    const got: string[] = [];
    const take = async () =>
      await relayOutbox(jobs, 10, async (some) => {
        got.push(...some.map(({ name }) => name));
        return [];
      });
    await take();
    expect(got).toEqual(['trial/n.0']);
    mayCommit.resolve();
    await open;
    await take();
    expect(got).toEqual(['trial/n.0', 'trials/trial.begun']);
  });
});
