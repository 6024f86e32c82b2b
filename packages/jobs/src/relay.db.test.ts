import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type OutboxEvent, readOutboxLag, relayOutbox } from '@recado/core/kernel';
import { connect, createHints, type Database, listenHints } from '@recado/db';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { postEvents } from './post-events.ts';
import { type Relay, startRelay } from './relay.ts';

let db: TestDatabase;
let jobs: Database;
let api: Server;
let baseUrl: string;
/** What the event API was sent, request by request, and how it answers the next ones. */
let requests: { path: string; events: OutboxEvent[] }[];
let answers: ('ok' | 'fail' | 'cut' | 'lost' | number)[];
/** Statuses with which the API refuses whatever holds an event of this name. */
let refuses: Record<string, number>;
let lines: string[];
let relay: Relay | null;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'relay', max: 3 });
  api = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const answer = answers.shift() ?? 'ok';
    if (answer === 'cut') return void request.socket.destroy();
    if (answer === 'fail') return void response.writeHead(503).end('busy');
    if (typeof answer === 'number') return void response.writeHead(answer).end('no');
    const found = (JSON.parse(body) as OutboxEvent[]).find(({ name }) => name in refuses);
    if (found) return void response.writeHead(refuses[found.name] as number).end(`cannot read ${found.name}\0`);
    requests.push({ path: request.url ?? '', events: JSON.parse(body) });
    // what was taken and not answered comes again
    if (answer === 'lost') return void request.socket.destroy();
    response.writeHead(200).end(JSON.stringify({ ids: [], status: 200 }));
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  requests = [];
  answers = [];
  refuses = {};
  lines = [];
  relay = null;
  await db.admin`truncate jobs.outbox, jobs.dead_letter`;
});
afterEach(() => relay?.stop());
afterAll(async () => {
  api.closeAllConnections();
  api.close();
  await jobs.end();
  await db.drop();
});

/** Waits as long as a busy machine may need. */
const until = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 15_000, interval: 5 });
const start = (timing = {}): Relay => {
  const stream = { write: (line: string) => void lines.push(line) } as unknown as NodeJS.WritableStream;
  const deliver = postEvents({ baseUrl, eventKey: 'a key of sixteen', log: createLogger({ name: 'post', stream }) });
  relay = startRelay({
    move: () => relayOutbox(jobs, 10, deliver),
    readLag: () => readOutboxLag(jobs),
    log: createLogger({ name: 'relay', stream }),
    timing: { lookEvery: 30_000, backoffFirst: 5, backoffMost: 20, ...timing },
  });
  return relay;
};
const tell = async (from: number, to: number, data = '{}') => {
  for (let n = from; n < to; n += 1) await db.jobs`select jobs.emit_global(${`trial/n.${n}`}, ${data}::text::jsonb)`;
};
const names = () => requests.flatMap(({ events }) => events.map(({ name }) => name));
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `trial/n.${from + n}`);

test('events arrive in their order, each under the id of its row, and nothing stays', async () => {
  await tell(0, 25);
  const ids = (await db.admin`select id from jobs.outbox order by seq`).map((row) => row.id);
  start();
  await until(() => expect(names()).toEqual(numbered(0, 25)));
  expect(requests.map(({ path }) => path)).toEqual(Array(3).fill('/e/a%20key%20of%20sixteen'));
  expect(requests.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(ids);
  await until(async () =>
    expect(await relay?.stats()).toEqual({ waiting: 0, oldestSeconds: 0, setAside: 0, moved: 25, failures: 0 }),
  );
});

test('an API that fails and cuts is asked again with the same, and nothing goes before it', async () => {
  await tell(0, 3);
  answers = ['fail', 'cut', 'fail', 'cut'];
  start();
  await until(() => expect(names()).toEqual(numbered(0, 3)));
  const stats = await relay?.stats();
  expect(stats?.failures).toBe(4);
  expect(lines.filter((line) => line.includes('events stay in the outbox'))).toHaveLength(4);
  expect(lines.join('')).toContain('the event API answered 503: busy');
});

test.each([400, 413, 422])(
  'events that the API refuses with %i for ever are set aside alone, and what is behind them goes on',
  async (status) => {
    await tell(0, 9);
    refuses = { 'trial/n.0': status, 'trial/n.4': status, 'trial/n.5': status };
    start();
    await until(() => expect(names()).toEqual([1, 2, 3, 6, 7, 8].map((n) => `trial/n.${n}`)));
    await until(async () =>
      expect(await relay?.stats()).toEqual({ waiting: 0, oldestSeconds: 0, setAside: 3, moved: 9, failures: 0 }),
    );
    const kept =
      await db.admin`select name, data, code, detail, tries, emitted_at < set_aside_at as later from jobs.dead_letter order by seq`;
    expect(kept.map(({ tries, ...row }) => ({ ...row, wasAskedAlone: tries > 1 }))).toEqual(
      [0, 4, 5].map((n) => ({
        name: `trial/n.${n}`,
        data: {},
        code: String(status),
        detail: `cannot read trial/n.${n}`,
        later: true,
        wasAskedAlone: true,
      })),
    );
    expect(lines.filter((line) => line.includes('refused for ever'))).toHaveLength(3);
  },
);

test.each([401, 403, 404, 408, 429, 500, 503])('a %i says nothing of the event, which waits', async (status) => {
  await tell(0, 2);
  answers = [status, status];
  start();
  await until(() => expect(names()).toEqual(numbered(0, 2)));
  expect(await relay?.stats()).toMatchObject({ setAside: 0, failures: 2 });
});

test('when the API goes away between a refusal and what is behind it, nothing is lost or goes first', async () => {
  await tell(0, 3);
  refuses = { 'trial/n.0': 400 };
  // the three, the first two, the first, the second
  answers = ['ok', 'ok', 'ok', 'fail'];
  start();
  await until(() => expect(names()).toEqual(['trial/n.1', 'trial/n.2']));
  await until(async () => expect(await relay?.stats()).toMatchObject({ waiting: 0, setAside: 1, failures: 1 }));
});

test('what arrived and was not answered comes again under the same ids, by which the API knows it', async () => {
  await tell(0, 3);
  answers = ['lost'];
  start();
  await until(() => expect(requests).toHaveLength(2));
  expect(requests[1]?.events).toEqual(requests[0]?.events);
  await until(async () => expect((await relay?.stats())?.waiting).toBe(0));
});

test('large events share no request beyond a size, and keep their order', async () => {
  await tell(0, 4, JSON.stringify({ text: 'x'.repeat(400_000) }));
  start();
  await until(() => expect(names()).toEqual(numbered(0, 4)));
  expect(requests.map(({ events }) => events.length)).toEqual([2, 2]);
});

test('a hint of a commit wakes it at once, long before its own look', async () => {
  start();
  const listener = await listenHints(db.jobsUrl, (hint) => hint.kind === 'emitted' && relay?.nudge());
  const hints = createHints(connect(db.webUrl, { name: 'hints', max: 1 }));
  for (let n = 0; n < 5; n += 1) {
    await tell(n, n + 1);
    hints.emitted();
    await until(() => expect(names()).toEqual(numbered(0, n + 1)));
  }
  await Promise.all([listener.close(), hints.flush()]);
});

test('without any hint it looks by itself', async () => {
  start({ lookEvery: 20 });
  await tell(0, 2);
  await until(() => expect(names()).toEqual(numbered(0, 2)));
});

test('events that wait for half a minute are told in the log', async () => {
  await tell(0, 2);
  await db.admin`update jobs.outbox set emitted_at = now() - interval '40 seconds'`;
  answers = Array(1000).fill('fail');
  start({ lagEvery: 10 });
  await until(() => {
    const line = lines.find((each) => each.includes('events wait for the relay'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 40, waiting: 2, oldestSeconds: 40 });
  });
  answers = [];
});

test('stops without leaving an event half moved', async () => {
  await tell(0, 30);
  start();
  await relay?.stop();
  const left = (await db.admin`select name from jobs.outbox order by seq`).map((row) => row.name);
  expect([...names(), ...left]).toEqual(numbered(0, 30));
});
