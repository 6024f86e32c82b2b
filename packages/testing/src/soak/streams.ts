// program: `npm run soak -- streams [--seed 1] [--reconnects 200]`
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { parseArgs } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { knowDevice, makeConversation, makePerson, makeWorkspace } from '../companies.ts';
import { startTestServer } from '../test-server.ts';
import { AGENT, ask, type Door, openDoor } from './http-races.ts';
import { seeded } from './seeded.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
/** What was not told by then is lost: a stream looks by itself every five seconds. */
const PATIENCE_MS = 15_000;
const READERS = 8;
const WRITERS = 4;

export type StreamsResult = {
  reconnects: number;
  written: number;
  /** Told again after a break, as readers are promised to be able to bear. */
  again: number;
  violations: string[];
};

/**
 * Browsers that are torn from their stream in the middle of whatever it says, and come back at any of several web processes after a pause that
 * the seed deals, while others write: transactions that stay open, commit out of their order, or are undone. In the end each has been told of
 * each message, of none that was undone, and in no connection twice of one.
 */
export async function reconnectUnderTraffic(options: {
  adminUrl: string;
  trialUrl: string;
  keys: string;
  reconnects: number;
  processes: number;
  seed: number;
  log?: (line: string) => void;
}): Promise<StreamsResult> {
  const admin = postgres(options.adminUrl, { max: WRITERS + 1, onnotice: () => {} });
  const webUrl = Object.assign(new URL(options.trialUrl), { search: '?options=-c%20recado.raised_limits%3Don' }).href;
  const random = seeded(options.seed);
  const doors: Door[] = [];
  try {
    doors.push(...(await Promise.all(Array.from({ length: options.processes }, () => openDoor(webUrl, options.keys)))));
    const person = await makePerson(admin);
    const workspace = await makeWorkspace(admin, { owner: person });
    const conversationIds = await Promise.all(
      [1, 2, 3].map(async () => (await makeConversation(admin, workspace.id)).conversationId),
    );
    const cookie = await enter(admin, doors[0] as Door, person.id);
    const each = Math.ceil(options.reconnects / READERS);
    const readers = Array.from({ length: READERS }, () =>
      startReader({ doors, random, cookie, workspaceId: workspace.id, breaks: each }),
    );
    await Promise.all(readers.map(({ ready }) => ready));
    let isOver = false;
    const written = new Set<string>();
    const undone = new Set<string>();
    const writers = Array.from({ length: WRITERS }, () =>
      write({ admin, random, workspaceId: workspace.id, conversationIds, written, undone, isOver: () => isOver }),
    );
    await Promise.all(readers.map(({ broken }) => broken));
    isOver = true;
    await Promise.all(writers);
    const end = Date.now() + PATIENCE_MS;
    const missing = () => readers.flatMap(({ told }) => [...written].filter((id) => !told.has(id)));
    while (missing().length > 0 && Date.now() < end) await pause(20);
    const violations = [
      ...missing().map((id) => `message ${id} was lost`),
      ...readers.flatMap(({ told }) => [...told.keys()].filter((id) => undone.has(id)).map((id) => `${id} was undone`)),
      ...readers.flatMap(({ violations }) => violations),
    ];
    for (const reader of readers) reader.stop();
    return {
      reconnects: readers.reduce((sum, reader) => sum + reader.reconnects(), 0),
      written: written.size,
      again: readers.reduce((sum, { told }) => sum + [...told.values()].filter((times) => times > 1).length, 0),
      violations,
    };
  } finally {
    for (const { child, agent } of doors) {
      agent.destroy();
      child.disconnect();
    }
    await admin.end({ timeout: 2 });
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function enter(admin: Sql, door: Door, personId: string): Promise<string> {
  const [rd, rp] = [randomUUID(), randomUUID()];
  await knowDevice(admin, personId, rd);
  await admin`select guard.begin_attempt(${personId}, null, sha256(convert_to(${rp}, 'UTF8')), sha256(convert_to(${rd}, 'UTF8')), array['pwd'], '10 minutes')`;
  const answer = await ask(door, 'POST', '/api/trpc/sessionsSingle.initSession', { cookie: `rd=${rd}; rp=${rp}` });
  const session = answer.cookies.find((line) => line.startsWith('rs=rs1.'))?.split(';')[0];
  if (!session) throw new Error(`a proved login was answered ${answer.status} ${answer.text}`);
  return `rd=${rd}; ${session}`;
}

/** Writes messages as the pipeline does until told to stop; some transactions stay open for a while, some are undone. */
async function write(options: {
  admin: Sql;
  random: () => number;
  workspaceId: string;
  conversationIds: string[];
  written: Set<string>;
  undone: Set<string>;
  isOver(): boolean;
}): Promise<void> {
  const { admin, random, workspaceId, written, undone } = options;
  const undo = new Error('undo');
  while (!options.isOver()) {
    const conversationId = options.conversationIds[Math.floor(random() * options.conversationIds.length)] as string;
    const [isUndone, stays, count] = [random() < 0.1, random() < 0.3 ? random() * 60 : 0, 1 + Math.floor(random() * 4)];
    const ids: string[] = [];
    await admin
      .begin(async (tx) => {
        await tx`set local role recado_worker`;
        await tx`select guard.enter_system(${workspaceId}, 'streams')`;
        for (let n = 0; n < count; n += 1) {
          const [row] = await tx`
            select app.queue_message(${workspaceId}, ${conversationId}, ${randomUUID()}, ${randomUUID()}, 'text', 'hola', null, 'phone', null, null) ->> 'message' message`;
          ids.push(JSON.parse(row?.message).id);
        }
        await pause(stays);
        if (isUndone) throw undo;
      })
      .catch((error) => {
        if (error !== undo) throw error;
      });
    for (const id of ids) (isUndone ? undone : written).add(id);
    // a hint is lost now and then, as it may be
    if (random() < 0.8) await admin`select pg_notify('recado_hint', ${`changed:${workspaceId}`})`;
    await pause(random() * 20);
  }
}

/** A browser: reads, is torn away, comes back with the cursor it heard last. */
function startReader(options: {
  doors: Door[];
  random: () => number;
  cookie: string;
  workspaceId: string;
  breaks: number;
}) {
  const { random } = options;
  const told = new Map<string, number>();
  const violations: string[] = [];
  let cursor: string | null = null;
  let reconnects = 0;
  let request: http.ClientRequest | null = null;
  let isOver = false;
  let ready = () => {};
  const becameReady = new Promise<void>((resolve) => {
    ready = resolve;
  });

  const connect = () => {
    const door = options.doors[Math.floor(random() * options.doors.length)] as Door;
    const search = new URLSearchParams({ workspace: options.workspaceId, ...(cursor ? { cursor } : {}) });
    const here = new Set<string>();
    let text = '';
    const own = http.get({
      ...{ host: '127.0.0.1', port: door.port, path: `/live?${search}`, agent: false },
      headers: {
        ...{ host: `localhost:${door.port}`, cookie: options.cookie, 'user-agent': AGENT },
        'sec-fetch-site': 'same-origin',
      },
    });
    request = own;
    own.on('error', () => {});
    own.on('response', (answer) => {
      if (answer.statusCode !== 200) violations.push(`a stream was answered ${answer.statusCode}`);
      answer.on('error', () => {});
      answer.setEncoding('utf8').on('data', (part: string) => {
        if (request !== own) return;
        text += part;
        for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
          const block = text.slice(0, at);
          text = text.slice(at + 2);
          const event = /^event: (\w+)/.exec(block)?.[1] ?? '';
          const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}');
          cursor = data.cursor ?? cursor;
          if (event === 'ready') ready();
          else if (event !== 'changes' && event !== 'ping') violations.push(`a stream was told "${event}"`);
          for (const change of data.changes ?? []) {
            if (change.topic !== 'message') continue;
            if (here.has(change.id)) violations.push(`${change.id} was told twice in one connection`);
            here.add(change.id);
            told.set(change.id, (told.get(change.id) ?? 0) + 1);
          }
        }
      });
    });
  };
  const tear = () => {
    const torn = request;
    request = null;
    torn?.destroy();
  };
  connect();
  const broken = (async () => {
    await becameReady;
    for (let n = 0; n < options.breaks; n += 1) {
      await pause(random() * 120);
      tear();
      // some come back at once, some sleep through a good deal
      await pause(random() < 0.5 ? 0 : random() * 150);
      if (isOver) return;
      connect();
      reconnects += 1;
    }
  })();
  return {
    ...{ told, violations, ready: becameReady, broken },
    reconnects: () => reconnects,
    stop() {
      isOver = true;
      tear();
    },
  };
}

/** The long form: a server and three web processes of its own. Throws on any violation. */
export async function run(options: {
  seed: number;
  reconnects: number;
  log?: (line: string) => void;
}): Promise<StreamsResult> {
  const { seed, reconnects, log = print } = options;
  log(`streams: seed ${seed}, ${reconnects} reconnects at 3 web processes while others write`);
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const result = await reconnectUnderTraffic({
      adminUrl: within(server.adminUrl),
      trialUrl: within(server.roleUrls.recado_trial),
      keys: `k1:${randomBytes(32).toString('base64')}`,
      processes: 3,
      ...{ reconnects, seed, log },
    });
    log(
      `streams: ${result.reconnects} reconnects, ${result.written} messages, ${result.violations.length} violations; ${result.again} were told again after a break`,
    );
    if (result.violations.length > 0)
      throw new Error(`Streams broke their promise:\n${result.violations.slice(0, 20).join('\n')}`);
    return result;
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, reconnects: { type: 'string' } } });
  await run({ seed: Number(values.seed ?? Date.now() % 100_000), reconnects: Number(values.reconnects ?? 200) });
}
