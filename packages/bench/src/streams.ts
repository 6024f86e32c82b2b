// program: many live streams in rooms beside bare sockets in the same run. --subscribers N --rooms N --rounds N
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addMember, knowDevice, makeConversation, makePerson, makeWorkspace } from '@recado/testing/companies';
import { AGENT, ask, type Door, openDoor } from '@recado/testing/soak/http-races';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import { finish, median, percentile, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '5000' },
    rooms: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '30' },
  },
});
const [rooms, rounds] = [Number(values.rooms), Number(values.rounds)];
const inRoom = Math.ceil(Number(values.subscribers) / rooms);
/** Streams of one login: a person with a few browsers' worth, below what a process lets one session have. */
const STREAMS_EACH = 10;
/** Rounds before those that count. */
const WARM = 3;
const LOST_MS = 30_000;
/** What a change of a message and its thread weighs on the wire, so that both ways carry as much. */
const BYTES = 1_500;

type Room = { workspaceId: string; conversationId: string; cookies: string[] };
/** Is told of everything that arrives at a room's subscribers, one call for each. */
type Ear = { heard: (room: number, message: string) => void };

const server = await startTestServer();
const name = `bench_${randomUUID().replaceAll('-', '')}`;
const root = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
await root.unsafe(`create database ${name} template ${server.template}`);
const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
const sql = postgres(within(server.adminUrl), { max: 4, onnotice: () => {} });
const webUrl = Object.assign(new URL(within(server.roleUrls.recado_trial)), {
  search: '?options=-c%20recado.raised_limits%3Don',
}).href;
const children: ChildProcess[] = [];
const sockets: { destroy(): unknown }[] = [];
const results: Result[] = [];
try {
  const door = await openDoor(webUrl, `k1:${randomBytes(32).toString('base64')}`);
  const raw = await openRaw(within(server.adminUrl));
  children.push(door.child, raw.child);
  say(`${inRoom * rooms} streams in ${rooms} rooms, ${rounds} rounds of one room each, beside as many bare sockets`);
  const made: Room[] = [];
  for (let n = 0; n < rooms; n += 1) made.push(await makeRoom(sql, door));

  const [bare, live]: [Ear, Ear] = [{ heard: () => {} }, { heard: () => {} }];
  const before = { raw: rssKb(raw.child), live: rssKb(door.child) };
  await inTurns(made, (_room, n) => openBare(raw.port, n, bare));
  const rawKb = (rssKb(raw.child) - before.raw) / (inRoom * rooms);
  await inTurns(made, (room, n, seat) => openStream(door, room, n, seat, live));
  const liveKb = (rssKb(door.child) - before.live) / (inRoom * rooms);

  const [rawTimes, liveTimes, ratios]: [number[][], number[][], number[]] = [[], [], []];
  for (let round = -WARM; round < rounds; round += 1) {
    const n = (round + WARM) % rooms;
    const told = await once(bare, n, `${n} `, async () => {
      const at = performance.now();
      await sql`select pg_notify('bench_raw', ${String(n)})`;
      return at;
    });
    const room = made[n] as Room;
    const text = randomUUID();
    const heard = await once(live, n, text, async () => await writeMessage(sql, room, text));
    if (round < 0) continue;
    rawTimes.push(told);
    liveTimes.push(heard);
    ratios.push(percentile(heard, 0.99) / percentile(told, 0.99));
  }
  const p99s = (times: number[][]) => times.map((each) => percentile(each, 0.99));
  results.push(
    show({
      ...{ name: 'bare sockets, notice to arrival, p99', unit: 'ms', samples: p99s(rawTimes) },
      value: percentile(rawTimes.flat(), 0.99),
    }),
    show({
      ...{ name: 'streams, commit to arrival, p99', unit: 'ms', samples: p99s(liveTimes), most: 300 },
      value: percentile(liveTimes.flat(), 0.99),
    }),
    show({
      ...{ name: 'streams, commit to arrival, p50', unit: 'ms' },
      samples: liveTimes.map((each) => median(each)),
    }),
    show({ name: 'p99 of streams by that of bare sockets', unit: 'times', samples: ratios, most: 2 }),
    show({ name: 'memory of a bare socket', unit: 'kB', samples: [rawKb] }),
    show({ name: 'memory of a stream', unit: 'kB', samples: [liveKb], most: 20, limit: rawKb }),
  );
} finally {
  for (const socket of sockets) socket.destroy();
  for (const child of children) child.disconnect();
  await Promise.all([sql.end({ timeout: 2 }), root.end({ timeout: 2 })]);
  await server.stop();
}
process.exit(finish('streams', results));

/** Tells a room something and answers how long each of its subscribers waited. */
async function once(ear: Ear, room: number, mark: string, tell: () => Promise<number>): Promise<number[]> {
  const arrivals: number[] = [];
  const all = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${inRoom - arrivals.length} of ${inRoom} heard nothing`)), LOST_MS);
    ear.heard = (where, message) => {
      if (where !== room || !message.includes(mark)) return;
      arrivals.push(performance.now());
      if (arrivals.length < inRoom) return;
      clearTimeout(late);
      resolve();
    };
  });
  const at = await tell();
  await all;
  ear.heard = () => {};
  return arrivals.map((each) => Math.max(0, each - at));
}

/** Stores a message as the pipeline does and hints of it after the commit. Answers when the commit was known. */
async function writeMessage(db: Sql, room: Room, text: string): Promise<number> {
  await db.begin(async (tx) => {
    await tx`set local role recado_worker`;
    await tx`select guard.enter_system(${room.workspaceId}, 'streams bench')`;
    await tx`select app.queue_message(${room.workspaceId}, ${room.conversationId}, ${randomUUID()}, ${randomUUID()}, 'text', ${text}, null, 'phone', null, null)`;
  });
  const at = performance.now();
  await db`select pg_notify('recado_hint', ${`changed:${room.workspaceId}`})`;
  return at;
}

async function makeRoom(db: Sql, door: Door): Promise<Room> {
  const owner = await makePerson(db);
  const workspace = await makeWorkspace(db, { owner });
  const { conversationId } = await makeConversation(db, workspace.id);
  const cookies: string[] = [];
  for (let n = 0; n < Math.ceil(inRoom / STREAMS_EACH); n += 1) {
    const person = n === 0 ? owner : await makePerson(db);
    if (n > 0) await addMember(db, workspace.id, person, 'manager');
    const [rd, rp] = [randomUUID(), randomUUID()];
    await knowDevice(db, person.id, rd);
    await db`select guard.begin_attempt(${person.id}, null, sha256(convert_to(${rp}, 'UTF8')), sha256(convert_to(${rd}, 'UTF8')), array['pwd'], '10 minutes')`;
    const answer = await ask(door, 'POST', '/api/trpc/sessionsSingle.initSession', { cookie: `rd=${rd}; rp=${rp}` });
    const session = answer.cookies.find((line) => line.startsWith('rs=rs1.'))?.split(';')[0];
    if (!session) throw new Error(`a proved login was answered ${answer.status} ${answer.text}`);
    cookies.push(`rd=${rd}; ${session}`);
  }
  return { workspaceId: workspace.id, conversationId, cookies };
}

/** Opens every seat of every room, some at a time. */
async function inTurns(made: Room[], openSeat: (room: Room, n: number, seat: number) => Promise<void>): Promise<void> {
  for (const [n, room] of made.entries())
    for (let seat = 0; seat < inRoom; seat += 20)
      await Promise.all(
        Array.from({ length: Math.min(20, inRoom - seat) }, (_, more) => openSeat(room, n, seat + more)),
      );
}

async function openBare(port: number, room: number, ear: Ear): Promise<void> {
  const socket: Socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.setNoDelay(true).setEncoding('utf8').write(`${room}\n`);
  await new Promise<void>((resolve, reject) => {
    let text = '';
    socket.on('error', reject);
    socket.on('data', (part: string) => {
      text += part;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n')) {
        const line = text.slice(0, at);
        text = text.slice(at + 1);
        if (line === 'ready') resolve();
        else ear.heard(room, line);
      }
    });
  });
}

async function openStream(door: Door, room: Room, n: number, seat: number, ear: Ear): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const sent = http.get({
      ...{ host: '127.0.0.1', port: door.port, path: `/live?workspace=${room.workspaceId}`, agent: false },
      headers: {
        ...{ host: `localhost:${door.port}`, 'user-agent': AGENT, 'sec-fetch-site': 'same-origin' },
        cookie: room.cookies[seat % room.cookies.length],
      },
    });
    sockets.push(sent);
    sent.on('error', reject);
    sent.on('response', (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`a stream was answered ${answer.statusCode}`));
      let text = '';
      answer.on('error', () => {});
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
          const block = text.slice(0, at);
          text = text.slice(at + 2);
          if (block.startsWith('event: ready')) resolve();
          else if (block.startsWith('event: changes')) ear.heard(n, block);
        }
      });
    });
  });
}

async function openRaw(url: string): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(path.join(import.meta.dirname, 'streams/raw-main.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`the bare sockets ended with ${code}`)));
  });
  child.send({ url, bytes: BYTES });
  return { ...(await ready), child };
}

function rssKb({ pid }: ChildProcess): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}
