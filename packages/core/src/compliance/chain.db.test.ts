import { connect, type Database, enterSystem, type Transaction } from '@recado/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeWorkspace, type TestWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { seeded } from '../../../testing/src/soak/seeded.ts';
import {
  type AuditHead,
  anchorAudit,
  type Ctx,
  command,
  defineEvents,
  eraseAuditValues,
  sealAudit,
} from '../kernel/index.ts';
import type { ChainCheck, FaultKind } from './contract.ts';
import { checkAudit } from './index.ts';

const events = defineEvents('trials', {
  changed: { name: 'trial.changed', subject: 'trialId', payload: z.object({ trialId: z.string(), n: z.number() }) },
});
const change = command({
  input: z.object({ trialId: z.string(), n: z.number() }),
  needs: 'contacts.write',
  async run({ record }, input) {
    await record(events.changed, input, { before: { n: input.n - 1 }, after: { n: input.n } });
    return { ok: true };
  },
});

let db: TestDatabase;
let jobs: Database;
let workspace: TestWorkspace;
let kept: (AuditHead & { at: string })[];
const anchors = {
  append: async (heads: readonly AuditHead[], at: Date) => {
    kept.push(...heads.map((head) => ({ ...head, at: at.toISOString() })));
  },
  read: async (workspaceId: string) => ({
    heads: kept.filter((each) => each.workspaceId === workspaceId),
    isWhole: true,
  }),
};
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'chain', max: 6 });
});
beforeEach(async () => {
  kept = [];
  workspace = await makeWorkspace(db.admin);
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

const ctx = (over: Partial<Ctx> = {}): Ctx =>
  ({
    workspaceId: workspace.id,
    door: { kind: 'system', reason: 'a trial' },
    db: jobs,
    ports: { hints: { emitted: () => {} }, anchors },
    requestId: 'r1',
    locale: 'es',
    ...over,
  }) as unknown as Ctx;
const write = async (count: number) => {
  for (let n = 1; n <= count; n += 1) await change(ctx(), { trialId: `t${n}`, n });
};
/** Other files' transactions hold the horizon of the whole server back for a moment. */
const sealAll = async (expected: number) => {
  await expect
    .poll(
      async () => {
        await sealAudit(jobs, 1_000);
        return await sealed();
      },
      { timeout: 20_000 },
    )
    .toBe(expected);
};
const sealed = async () =>
  Number((await db.admin`select count(*) n from guard.audit_seal where workspace_id = ${workspace.id}`)[0]?.n);
const anchor = async () => await anchorAudit(jobs, anchors, { now: () => new Date() });
/** The whole look, stretch by stretch, on a connection of one's own. */
const check = async (over: Partial<Ctx> = {}): Promise<ChainCheck> => {
  let found = await checkAudit(ctx(over), {});
  const faults = [...found.faults];
  while (found.next !== null) {
    found = await checkAudit(ctx(over), { after: found.next });
    faults.push(...found.faults);
  }
  return { ...found, faults };
};

describe('the sealer', () => {
  test('waits for what is open below, then seals everything once, in the order of the transactions', async () => {
    const wrote = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const slow = jobs.begin(async (tx) => {
      await enterSystem(tx, workspace.id, 'slow');
      await tx`insert into app.audit_entry (workspace_id, actor_kind, action) values (${workspace.id}, 'system', 'trials/trial.changed')`;
      wrote.resolve();
      await mayCommit.promise;
    });
    await wrote.promise;
    await write(3);
    await sealAudit(jobs, 1_000);
    expect(await sealed()).toBe(0);
    mayCommit.resolve();
    await slow;
    await sealAll(4);
    const places = await db.admin`
      select s.seq, e.xid::text xid from guard.audit_seal s join app.audit_entry e on e.workspace_id = s.workspace_id and e.id = s.entry_id
       where s.workspace_id = ${workspace.id} order by s.seq`;
    expect(places.map((row) => Number(row.seq))).toEqual([1, 2, 3, 4]);
    const order = places.map((row) => BigInt(row.xid));
    expect(order).toEqual([...order].sort((a, b) => (a < b ? -1 : 1)));
    expect((await check()).faults).toEqual([]);
  });

  test('is one: others at once answer that somebody is at it, and every entry is sealed once', async () => {
    const writing = Promise.all(Array.from({ length: 4 }, () => write(10)));
    const answers: (number | null)[] = [];
    const racing = Promise.all(
      Array.from({ length: 3 }, async () => {
        for (let n = 0; n < 15; n += 1) answers.push(await sealAudit(jobs, 7));
      }),
    );
    await Promise.all([writing, racing]);
    await sealAll(40);
    expect((await check()).faults).toEqual([]);
    const held = await db.jobs.reserve();
    await held`begin`;
    await held`select pg_advisory_xact_lock(hashtextextended('guard.seal_audit', 0))`;
    expect(await sealAudit(jobs, 10)).toBeNull();
    await held`rollback`;
    held.release();
  });

  test('goes on in a restored cluster, which counts its transactions anew', async () => {
    await write(2);
    await sealAll(2);
    await db.admin`update guard.audit_sealer set xid = '99999999999'`;
    await db.admin.begin(async (tx) => {
      await tx`insert into app.audit_entry (workspace_id, actor_kind, action, xid) values (${workspace.id}, 'system', 'trials/trial.changed', '99999999998')`;
    });
    await write(2);
    await sealAll(5);
    expect((await check()).faults).toEqual([]);
    await write(1);
    await sealAll(6);
  });
});

describe('rows', () => {
  test('are written once, whoever asks', async () => {
    await write(1);
    await sealAll(1);
    for (const role of [db.web, db.worker, db.jobs]) {
      for (const act of [
        "update app.audit_entry set action = 'x/y.z'",
        'delete from app.audit_entry',
        'delete from guard.audit_seal',
      ])
        await expect(role.unsafe(act)).rejects.toMatchObject({ code: '42501' });
    }
    // the owners and a superuser have the right, and are stopped all the same
    for (const act of [
      "update app.audit_entry set detail = '{}'",
      'delete from app.audit_entry',
      'truncate app.audit_entry',
      "update guard.audit_seal set link = ''",
      'delete from guard.audit_seal',
      'truncate guard.audit_seal',
    ])
      await expect(db.admin.unsafe(act)).rejects.toMatchObject({ code: '23001' });
  });

  test('say what was there before, and what is there now', async () => {
    await write(1);
    const [row] = await db.admin`
      select actor_kind, actor_id, action, subject, detail, before, after, request_id, octet_length(salt) salted from app.audit_entry where workspace_id = ${workspace.id}`;
    expect(row).toEqual({
      actor_kind: 'system',
      actor_id: 'a trial',
      action: 'trials/trial.changed',
      subject: 't1',
      detail: { trialId: 't1', n: 1 },
      before: { n: 0 },
      after: { n: 1 },
      request_id: 'r1',
      salted: 16,
    });
  });
});

/** A hand that may do everything in the database: it stops the triggers first. What it does is undone. */
async function tampered(how: (tx: Transaction) => Promise<unknown>): Promise<ChainCheck> {
  let found: ChainCheck | undefined;
  const undo = new Error('undo');
  await db.admin
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await how(tx as unknown as Transaction);
      found = await check({
        db: { begin: async (_mode: unknown, run: (inner: unknown) => unknown) => await run(tx) } as never,
      });
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return found as ChainCheck;
}
const entryAt = async (seq: number): Promise<string> =>
  (await db.admin`select entry_id from guard.audit_seal where workspace_id = ${workspace.id} and seq = ${seq}`)[0]
    ?.entry_id;
/** Links everything from a place on anew, as somebody would who knows how it is done. */
const relink = (tx: Transaction, from: number) =>
  tx.unsafe(`
  do $$
  declare s record; v_link bytea; e app.audit_entry; v_hash bytea; v_digest bytea; v_seq bigint := ${from} - 1;
  begin
    select coalesce((select x.link from guard.audit_seal x where x.workspace_id = '${workspace.id}' and x.seq = ${from} - 1), guard.audit_genesis('${workspace.id}')) into v_link;
    for s in select * from guard.audit_seal x where x.workspace_id = '${workspace.id}' and x.seq >= ${from} order by x.seq loop
      select * into e from app.audit_entry x where x.workspace_id = '${workspace.id}' and x.id = s.entry_id;
      v_seq := v_seq + 1; v_hash := guard.audit_values_hash(e); v_digest := guard.audit_digest(e, v_hash); v_link := sha256(v_link || v_digest);
      update guard.audit_seal x set seq = v_seq, values_hash = v_hash, digest = v_digest, link = v_link where x.workspace_id = '${workspace.id}' and x.seq = s.seq;
    end loop;
    update guard.audit_head h set seq = v_seq, link = v_link where h.workspace_id = '${workspace.id}';
  end $$`);

describe('whoever alters, removes, reorders or cuts', () => {
  const COUNT = 30;
  const columns = [
    'actor_id',
    'actor_name',
    'action',
    'subject',
    'detail',
    'before',
    'after',
    'address',
    'user_agent',
    'request_id',
    'at',
    'actor_kind',
    'salt',
  ] as const;
  const other: Record<(typeof columns)[number], string> = {
    actor_id: "'somebody else'",
    actor_name: "'Nobody'",
    action: "'trials/trial.other'",
    subject: "'t999'",
    detail: 'detail || \'{"n": 999}\'',
    before: 'null',
    after: "'{}'",
    address: "'203.0.113.9'",
    user_agent: "'another'",
    request_id: "'r2'",
    at: "at + interval '1 microsecond'",
    actor_kind: "'person'",
    salt: "'\\x00112233445566778899aabbccddeeff'",
  };

  test('is found and named, over hundreds of ways to do it', async () => {
    await write(COUNT);
    await sealAll(COUNT);
    await anchor();
    expect(await check()).toMatchObject({
      faults: [],
      total: COUNT,
      checked: COUNT,
      end: { anchors: 1, anchoredSeq: COUNT },
    });
    const random = seeded(5_008);
    const upTo = (most: number) => 1 + Math.floor(random() * most);
    const unnamed: string[] = [];
    for (let n = 0; n < 240; n += 1) {
      const seq = upTo(COUNT);
      const entry = await entryAt(seq);
      const id = `workspace_id = '${workspace.id}'`;
      const column = columns[n % columns.length] as (typeof columns)[number];
      const ways: [string, FaultKind, number | null, (tx: Transaction) => Promise<unknown>][] = [
        [
          `altered ${column}`,
          'altered',
          seq,
          (tx) => tx.unsafe(`update app.audit_entry set ${column} = ${other[column]} where ${id} and id = ${entry}`),
        ],
        [
          'removed the entry',
          'entryGone',
          seq,
          (tx) => tx.unsafe(`delete from app.audit_entry where ${id} and id = ${entry}`),
        ],
        [
          'removed the entry and its seal',
          seq === COUNT ? 'cut' : 'sealGone',
          seq === COUNT ? seq : seq + 1,
          (tx) =>
            tx.unsafe(
              `delete from app.audit_entry where ${id} and id = ${entry}; delete from guard.audit_seal where ${id} and seq = ${seq}`,
            ),
        ],
        [
          'changed the places of two',
          'moved',
          null,
          async (tx) => {
            const to = seq === COUNT ? 1 : seq + 1;
            await tx.unsafe(`update guard.audit_seal set seq = -1 where ${id} and seq = ${seq};
              update guard.audit_seal set seq = ${seq} where ${id} and seq = ${to}; update guard.audit_seal set seq = ${to} where ${id} and seq = -1`);
          },
        ],
        [
          'cut the end off, the head with it',
          'cut',
          seq,
          (tx) =>
            tx.unsafe(`delete from app.audit_entry e using guard.audit_seal s where s.workspace_id = e.workspace_id and s.entry_id = e.id and e.${id} and s.seq >= ${seq};
            delete from guard.audit_seal where ${id} and seq >= ${seq};
            update guard.audit_head h set seq = ${seq - 1}, link = coalesce((select s.link from guard.audit_seal s where s.${id} and s.seq = ${seq - 1}), guard.audit_genesis('${workspace.id}')) where ${id}`),
        ],
        [
          'took seals only',
          'unsealed',
          null,
          (tx) => tx.unsafe(`delete from guard.audit_seal where ${id} and seq >= ${seq}`),
        ],
        [
          'altered and linked everything anew',
          'rewritten',
          null,
          async (tx) => {
            await tx.unsafe(`update app.audit_entry set detail = '{"n": 0}' where ${id} and id = ${entry}`);
            await relink(tx, seq);
          },
        ],
        [
          'removed one and linked everything anew',
          'cut',
          null,
          async (tx) => {
            await tx.unsafe(
              `delete from app.audit_entry where ${id} and id = ${entry}; delete from guard.audit_seal where ${id} and seq = ${seq}`,
            );
            await relink(tx, seq);
          },
        ],
        [
          'emptied values without an erasure',
          'emptied',
          seq,
          (tx) =>
            tx.unsafe(
              `update app.audit_entry set salt = null, actor_name = null, detail = '{}', before = null, after = null, address = null, user_agent = null, request_id = null where ${id} and id = ${entry}`,
            ),
        ],
      ];
      const [name, kind, at, how] = ways[n % ways.length] as (typeof ways)[number];
      const { faults } = await tampered(how);
      if (!faults.some((fault) => fault.kind === kind && (at === null || fault.seq === at)))
        unnamed.push(`${name} at ${seq}: ${JSON.stringify(faults.slice(0, 3))}`);
    }
    expect(unnamed).toEqual([]);
    expect((await check()).faults).toEqual([]);
  }, 60_000);
});

describe('an erasure', () => {
  test('empties values about one subject, says so itself, and the chain still holds', async () => {
    await write(5);
    await sealAll(5);
    await anchor();
    expect(await eraseAuditValues(jobs, workspace.id, 't3', 'asked by the person')).toBe(1);
    const rows =
      await db.admin`select subject, detail, before, after, salt is null emptied from app.audit_entry where workspace_id = ${workspace.id} and subject = 't3' order by id`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { subject: 't3', detail: {}, before: null, after: null, emptied: true },
      { subject: 't3', detail: { entries: 1 }, before: null, after: null, emptied: false },
    ]);
    await sealAll(6);
    expect(await check()).toMatchObject({ faults: [], emptied: 1 });
    // again is harmless
    expect(await eraseAuditValues(jobs, workspace.id, 't3', 'asked by the person')).toBe(0);
  });

  test('leaves what waits for its seal for the next time', async () => {
    await write(1);
    expect(await eraseAuditValues(jobs, workspace.id, 't1', 'too early')).toBe(0);
    await sealAll(1);
    expect(await eraseAuditValues(jobs, workspace.id, 't1', 'in time')).toBe(1);
  });
});

test('a workspace that is purged takes its chain with it, whose last link stays, and no other chain is touched', async () => {
  const other = workspace;
  await write(2);
  await sealAll(2);
  const gone = await makeWorkspace(db.admin);
  workspace = gone;
  await write(2);
  await sealAll(2);
  // one that waits for its seal goes with the others
  await write(1);
  await db.admin`update app.workspace set deleted_at = now() - interval '31 days' where id = ${gone.id}`;
  while (Number((await db.jobs`select guard.purge_workspace(${gone.id}, 2) gone`)[0]?.gone ?? 0) > 0)
    await sealAudit(jobs, 1_000);
  const left = await db.admin`
    select (select count(*) from app.audit_entry where workspace_id = ${gone.id}) entries, (select count(*) from guard.audit_seal where workspace_id = ${gone.id}) seals,
      (select count(*) from guard.audit_head where workspace_id = ${gone.id}) heads, (select count(*) from app.workspace where id = ${gone.id}) workspaces`;
  expect(left).toEqual([{ entries: '0', seals: '0', heads: '0', workspaces: '0' }]);
  const [end] = await db.admin`select seq, reason from guard.audit_end where workspace_id = ${gone.id}`;
  expect(end).toEqual({ seq: '2', reason: 'purged' });
  workspace = other;
  await write(1);
  await sealAll(3);
  expect(await check()).toMatchObject({ faults: [], checked: 3 });
});

test('one workspace never reads the chain of another', async () => {
  await write(1);
  await sealAll(1);
  workspace = await makeWorkspace(db.admin);
  expect(await check()).toMatchObject({ total: 0, checked: 0, faults: [] });
  await expect(db.web`select guard.check_audit(0, 10)`).rejects.toMatchObject({ code: 'RG002' });
});

describe('what stands still', () => {
  test('a sealer that has not come for ten minutes is a fault, by the entry that waits for it', async () => {
    const [first] =
      await db.admin`insert into app.audit_entry (workspace_id, actor_kind, action, at) values (${workspace.id}, 'system', 'trials/trial.changed', now() - interval '11 minutes') returning id`;
    expect((await check()).faults).toEqual([{ kind: 'overdue', seq: null, entryId: Number(first?.id) }]);
    await sealAll(1);
    expect((await check()).faults).toEqual([]);
  });

  test('marks outside are made for every company, page after page, and none counts as made beyond the chain', async () => {
    const other = await makeWorkspace(db.admin);
    const one = workspace;
    for (const each of [one, other]) {
      workspace = each;
      await write(2);
    }
    await sealAll(2);
    const marked = await anchorAudit(jobs, anchors, { now: () => new Date() }, 1);
    expect(marked?.map(({ workspaceId }) => workspaceId)).toEqual(expect.arrayContaining([one.id, other.id]));
    await jobs`select guard.mark_anchored(array[${one.id}]::uuid[], array[9000000000]::bigint[])`;
    workspace = one;
    await write(1);
    await sealAll(3);
    expect(await anchor()).toEqual([expect.objectContaining({ workspaceId: one.id, seq: 3 })]);
  });
});

test('marks that were kept outside and are gone are a fault', async () => {
  await write(2);
  await sealAll(2);
  await anchor();
  expect((await check()).faults).toEqual([]);
  kept = [];
  expect((await check()).faults).toEqual([{ kind: 'anchorsGone', seq: 2, entryId: null }]);
});

describe('what the seals rest on', () => {
  test.each([
    ['its salt', 'salt', 'null'],
    ['its transaction', 'xid', `'1'`],
    ['its moment', 'at', `'infinity'`],
    ['its number', 'id', '1'],
  ])('is the database’s own to say: whoever works here may not write %s', async (_what, column, value) => {
    const write = (columns: string, values: string) =>
      jobs.begin(async (tx) => {
        await enterSystem(tx, workspace.id, 'a trial');
        await tx.unsafe(
          `insert into app.audit_entry (workspace_id, actor_kind, action${columns}) overriding system value values ('${workspace.id}', 'system', 'trials/trial.changed'${values})`,
        );
      });
    await write('', '');
    await expect(write(`, ${column}`, `, ${value}`)).rejects.toMatchObject({ code: '42501' });
  });
});
