import net from 'node:net';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { connect, type Database } from './client.ts';

// An error that nobody can catch fails the file: the runner tells of it as the process would end of it.
let db: TestDatabase;
const open: Database[] = [];
beforeAll(async () => {
  db = await createDatabase();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.end({ timeout: 1 })));
});
afterAll(async () => {
  await db.drop();
});

const pool = (max: number): Database => {
  const made = connect(db.adminUrl, { name: 'client', max });
  open.push(made);
  return made;
};
const kill = async (pid: number): Promise<void> => {
  await db.admin`select pg_terminate_backend(${pid}, 5000)`;
};
const codeOfError = (error: { code?: string }): string => error.code ?? String(error);
const codeOf = (work: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(work).then(
    () => 'done',
    (error) => error.code as string,
  );

describe('a transaction whose connection dies', () => {
  test.each([1, 3])('is refused, and a pool of %i goes on', async (max) => {
    const sql = pool(max);
    const begun = Promise.withResolvers<number>();
    const lost = codeOf(
      sql.begin(async (tx) => {
        const [row] = await tx`select pg_backend_pid() as pid`;
        begun.resolve(row?.pid);
        await tx`select pg_sleep(30)`;
      }),
    );
    await kill(await begun.promise);
    expect(await lost).not.toBe('done');
    for (let n = 0; n < 5; n += 1) expect([...(await sql`select ${n}::int as n`)]).toEqual([{ n }]);
  });

  test('has its late statements refused instead of run on the connection that took its place', async () => {
    const sql = pool(1);
    await sql`create table late (n integer)`;
    const begun = Promise.withResolvers<number>();
    const mayGoOn = Promise.withResolvers<void>();
    const late = Promise.withResolvers<string[]>();
    const lost = codeOf(
      sql.begin(async (tx) => {
        const [row] = await tx`select pg_backend_pid() as pid`;
        begun.resolve(row?.pid);
        await mayGoOn.promise;
        late.resolve([await codeOf(tx`insert into late values (1)`), await codeOf(tx`insert into late values (2)`)]);
      }),
    );
    await kill(await begun.promise);
    expect(await lost).not.toBe('done');
    // another transaction is under way on the only connection
    await sql.begin(async (tx) => {
      await tx`insert into late values (3)`;
      mayGoOn.resolve();
      expect(await late.promise).not.toContain('done');
    });
    expect([...(await sql`select n from late`)]).toEqual([{ n: 3 }]);
  });

  test('leaves none of its statements unsettled', async () => {
    const sql = pool(1);
    const begun = Promise.withResolvers<number>();
    const ends = Promise.withResolvers<string[]>();
    const lost = codeOf(
      sql.begin(async (tx) => {
        const [row] = await tx`select pg_backend_pid() as pid`;
        const all = Promise.all(
          [tx`select pg_sleep(30)`, ...Array.from({ length: 150 }, () => tx`select 1`)].map(codeOf),
        );
        begun.resolve(row?.pid);
        ends.resolve(await all);
      }),
    );
    await kill(await begun.promise);
    expect(await lost).not.toBe('done');
    expect(await ends.promise).not.toContain('done');
  });
});

describe('a connection of one’s own that dies', () => {
  test('refuses what is asked of it, and giving it back takes it from nobody who has it by then', async () => {
    const sql = pool(1);
    const own = await sql.reserve();
    const [backend] = await own`select pg_backend_pid() as pid`;
    // the second has never been prepared, so it waits in the driver
    const asked = [own`select pg_sleep(30)`, own`select ${'later'}::text as later`].map(codeOf);
    await kill(backend?.pid);
    expect(await Promise.all(asked)).not.toContain('done');
    const mayEnd = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const other = sql.begin(async (tx) => {
      await tx`select set_config('application_name', 'somebody else', true)`;
      begun.resolve();
      await mayEnd.promise;
    });
    await begun.promise;
    own.release();
    expect(await codeOf(own`select 1`)).not.toBe('done');
    const beside = sql`show application_name`.execute();
    mayEnd.resolve();
    expect([...(await beside)]).toEqual([{ application_name: 'client' }]);
    await other;
  });
});

describe('a statement that is called off before its turn', () => {
  test('is refused by itself: each of the others on its connection has its own answer', async () => {
    const sql = pool(1);
    const ask = (whose: string, seconds = 0) => sql`select ${whose}::text as whose, pg_sleep(${seconds})`;
    // what a connection has prepared once is sent without waiting for the answers before it
    await ask('nobody');
    const first = ask('first', 0.3);
    const asked = ['called off', 'second', 'third', 'fourth'].map((whose) => ask(whose));
    const answers = Promise.all([first, ...asked].map((each) => each.then(([row]) => row?.whose, codeOfError)));
    // all are on their way to the server by now, one behind the other
    await new Promise((resolve) => setImmediate(resolve));
    (asked[0] as unknown as { cancel(): void }).cancel();
    const [one, calledOff, ...others] = await answers;
    expect([one, ...others]).toEqual(['first', 'second', 'third', 'fourth']);
    // whether it was over before the server heard of it is the server's to say
    expect(['called off', '57014']).toContain(calledOff);
    expect([...(await sql`select 'fifth' as whose`)]).toEqual([{ whose: 'fifth' }]);
  });
});

test('a statement that cannot be called off, because the server takes no more connections, goes on to its end', async () => {
  const { hostname, port } = new URL(db.adminUrl);
  let connected = 0;
  const sql = postgres(db.adminUrl, {
    max: 1,
    connect_timeout: 2,
    socket: () =>
      new Promise((resolve, reject) => {
        connected += 1;
        if (connected > 1) return reject(new Error('no more connections'));
        const socket = net.connect(Number(port), hostname, () => resolve(socket));
      }),
  } as postgres.Options<Record<string, never>>);
  open.push(sql as unknown as Database);
  await sql`select 1`;
  const asked = sql`select 'done' as state from pg_sleep(0.3)`.execute();
  await db.admin`select pg_sleep(0.1)`;
  asked.cancel();
  expect([...(await asked), connected]).toEqual([{ state: 'done' }, 2]);
});

test('a connection that closes with something still to be written can write again', async () => {
  let socket: net.Socket | undefined;
  const { hostname, port } = new URL(db.adminUrl);
  const sql = postgres(db.adminUrl, {
    max: 1,
    backoff: () => 0.01,
    connect_timeout: 2,
    socket: () =>
      new Promise((resolve) => {
        socket = net.connect(Number(port), hostname, () => resolve(socket));
      }),
  } as postgres.Options<Record<string, never>>);
  open.push(sql as unknown as Database);
  await sql`select 1`;
  // what is asked for here is written in the next turn of the event loop, and the socket closes at the end of this one
  await new Promise((resolve) => setImmediate(resolve));
  const unwritten = codeOf(sql`select 2`);
  socket?.destroy();
  expect(await unwritten).toBe('CONNECTION_CLOSED');
  expect([...(await sql`select 3 as n`)]).toEqual([{ n: 3 }]);
});
