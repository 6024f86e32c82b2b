import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { signMedia } from '@recado/api/media';
import type { MediaRow } from '@recado/core/conversations/contract';
import { parseKeyring } from '@recado/runtime/crypto';
import postgres, { type Sql } from 'postgres';
import { knowDevice, makePerson, makeWorkspace } from '../companies.ts';
import { seeded } from './seeded.ts';

const PROCESS = path.resolve(import.meta.dirname, '../../../../apps/web/src/server/trial/front-door-process.ts');
export const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

type Entrance =
  | { kind: 'procedure'; name: string; type: 'query' | 'mutation'; needs?: string; input?: unknown }
  | { kind: 'route'; name: string }
  /** A page of the product, by its address. */
  | { kind: 'screen'; name: string };
export type Door = { port: number; agent: http.Agent; entrances: Entrance[]; child: ChildProcess };
type Answer = { status: number; cookies: string[]; text: string };

export type HttpRaceResult = {
  logins: number;
  refusals: number;
  violations: string[];
  /** How often a loser was refused at each way in. */
  hits: Map<string, number>;
  p50Ms: number;
  p99Ms: number;
};

type Stage = {
  admin: Sql;
  trial: Sql;
  doors: Door[];
  keys: string;
  attempts: number;
  random: () => number;
  hits: Map<string, number>;
  times: number[];
};

/**
 * Many logins of one person, all proved and waiting for their last step, take it at once through several web processes. Afterwards as many
 * live as the limit allows, the last one committed among them, and every other is refused on its next request, wherever the seed deals it.
 */
export async function raceOverHttp(options: {
  adminUrl: string;
  trialUrl: string;
  keys: string;
  limits: number[];
  rounds: number;
  attempts: number;
  processes: number;
  seed: number;
  /** With every screen as it was built last, instead of a page that stands for all. */
  withScreens?: boolean;
  log?: (line: string) => void;
}): Promise<HttpRaceResult> {
  const admin = postgres(options.adminUrl, { max: 3, onnotice: () => {} });
  const trial = postgres(options.trialUrl, { max: 2, onnotice: () => {} });
  const webUrl = Object.assign(new URL(options.trialUrl), { search: '?options=-c%20recado.raised_limits%3Don' }).href;
  const doors: Door[] = [];
  const stage: Stage = {
    ...{ admin, trial, doors, keys: options.keys, attempts: options.attempts },
    random: seeded(options.seed),
    hits: new Map(),
    times: [],
  };
  const violations: string[] = [];
  let refusals = 0;
  try {
    doors.push(
      ...(await Promise.all(
        Array.from({ length: options.processes }, () => openDoor(webUrl, options.keys, options.withScreens)),
      )),
    );
    const deal = dealer((doors[0] as Door).entrances, stage.random);
    for (const limit of options.limits) {
      const person = await makePerson(admin, { sessionLimit: limit });
      const workspace = await makeWorkspace(admin, { owner: person });
      for (let round = 0; round < options.rounds; round += 1) {
        const found = await raceOnce(stage, person.id, workspace.id, limit, deal);
        refusals += found.refusals;
        const here = found.violations.map((each) => `limit ${limit}, round ${round}: ${each}`);
        violations.push(...here);
        for (const each of here) options.log?.(`races: ${each}`);
        if (options.log && round % 20 === 19)
          options.log(`races: limit ${limit}, round ${round + 1}, ${violations.length} violations`);
      }
    }
  } finally {
    for (const { child, agent } of doors) {
      agent.destroy();
      child.disconnect();
    }
    await Promise.all([admin.end({ timeout: 2 }), trial.end({ timeout: 2 })]);
  }
  const times = stage.times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { logins: times.length, refusals, violations, hits: stage.hits, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** A web process of its own, over a database and the keys of tokens. It ends when it is disconnected. */
export async function openDoor(webUrl: string, keys: string, withScreens = false): Promise<Door> {
  const child = fork(PROCESS, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = new Promise<{ port: number; entrances: Entrance[] }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number; entrances: Entrance[] }));
    child.once('exit', (code) => reject(new Error(`a web process ended with ${code}`)));
  });
  child.send({ webUrl, keys, pool: 12, withScreens });
  const { port, entrances } = await ready;
  return { port, entrances, child, agent: new http.Agent({ keepAlive: true, maxSockets: 70 }) };
}

/** Ways in, shuffled, each as often as any other. */
function dealer(entrances: Entrance[], random: () => number): () => Entrance {
  let stack: Entrance[] = [];
  return () => {
    if (stack.length === 0)
      stack = entrances
        .map((each) => ({ each, turn: random() }))
        .sort((a, b) => a.turn - b.turn)
        .map(({ each }) => each);
    return stack.pop() as Entrance;
  };
}

/** What has been proved by whoever stands before the last step. A code that was typed makes a browser as good as one that was used before. */
const PROVED = [
  { amr: 'pwd', isKnown: true },
  { amr: 'pwd,email', isKnown: false },
  { amr: 'pwd,phone', isKnown: false },
  { amr: 'oauth', isKnown: true },
  { amr: 'oauth,email', isKnown: false },
  { amr: 'passkey', isKnown: false },
  { amr: 'email', isKnown: false },
  { amr: 'phone,email', isKnown: false },
];

/** Attempts of one person, each of another browser, with all that their way in asks for proved already. */
async function prepareAttempts(stage: Stage, personId: string): Promise<{ secret: string; device: string }[]> {
  const { admin, trial, attempts } = stage;
  const browsers = Array.from({ length: attempts }, (_, n) => ({
    ...{ secret: randomUUID(), device: randomUUID() },
    ...(PROVED[n % PROVED.length] as (typeof PROVED)[number]),
  }));
  const known = browsers.filter((each) => each.isKnown).map((each) => each.device);
  await knowDevice(admin, personId, ...known);
  const secrets = browsers.map((each) => each.secret);
  await trial`
    select guard.begin_attempt(${personId}, null, sha256(convert_to(a.secret, 'UTF8')), sha256(convert_to(a.device, 'UTF8')), array['pwd'], '10 minutes')
      from unnest(${secrets}::text[], ${browsers.map((each) => each.device)}::text[]) a(secret, device)`;
  // as the steps before leave them; how each proof is given is tried where the ways in are
  await admin`
    update guard.login_attempt x set amr = string_to_array(a.amr, ',')
      from unnest(${secrets}::text[], ${browsers.map((each) => each.amr)}::text[]) a(secret, amr)
     where x.secret_hash = sha256(convert_to(a.secret, 'UTF8'))`;
  return browsers;
}

async function raceOnce(
  stage: Stage,
  personId: string,
  workspaceId: string,
  limit: number,
  deal: () => Entrance,
): Promise<{ refusals: number; violations: string[] }> {
  const { admin, doors, attempts } = stage;
  const violations: string[] = [];
  const browsers = await prepareAttempts(stage, personId);
  const doorAt = (n: number) => doors[n % doors.length] as Door;
  const sessions = await Promise.all(
    browsers.map(async (browser, n) => {
      const started = performance.now();
      const answer = await ask(doorAt(n), 'POST', '/api/trpc/sessionsSingle.initSession', {
        cookie: `rd=${browser.device}; rp=${browser.secret}`,
      });
      stage.times.push(performance.now() - started);
      const token = answer.cookies
        .find((line) => line.startsWith('rs=rs1.'))
        ?.slice(3)
        .split(';')[0];
      if (answer.status !== 200 || !token)
        violations.push(`a proved login was answered ${answer.status} ${answer.text}`);
      return { token: token ?? '', cookie: `rd=${browser.device}; rs=${token}` };
    }),
  );
  const rows =
    await admin`select id, seq, ended_at, slot from guard.session where person_id = ${personId} order by seq desc limit ${attempts}`;
  const live = rows.filter((row) => row.ended_at === null);
  if (live.length !== limit) violations.push(`${live.length} live sessions`);
  if (rows[0]?.ended_at !== null) violations.push('the last login does not live');
  if (live.some((row) => row.slot > limit)) violations.push(`a place beyond the limit: ${live.map((row) => row.slot)}`);
  const isLive = (token: string) => live.some((row) => row.id === idOf(token));
  let refusals = 0;
  await Promise.all(
    sessions.map(async ({ token, cookie }, n) => {
      // another process than the one that let it in
      const door = doorAt(n + 1);
      if (isLive(token)) {
        const kept = await ask(door, 'GET', '/api/trpc/sessionsSingle.validateSession', { cookie });
        if (kept.status !== 200) violations.push(`a winner was refused: ${kept.text}`);
        return;
      }
      const entrance = deal();
      const refused = await enterBy(door, entrance, stage.keys, workspaceId, cookie);
      stage.hits.set(entrance.name, (stage.hits.get(entrance.name) ?? 0) + 1);
      refusals += 1;
      // a screen is the card that says so, with nothing of whose it was
      const isDark =
        entrance.kind === 'screen'
          ? refused.text.includes('data-notice="displaced"') && !refused.text.includes(workspaceId)
          : refused.status === 401 && /identity.sessionEnded.*displaced/.test(refused.text);
      if (!isDark)
        violations.push(`a loser was answered ${refused.status} at ${entrance.name}: ${refused.text.slice(0, 200)}`);
    }),
  );
  return { refusals, violations };
}

function idOf(token: string): string {
  const hex = Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A request at a way in, as a page of ours would make it. */
async function enterBy(
  door: Door,
  entrance: Entrance,
  keys: string,
  workspaceId: string,
  cookie: string,
): Promise<Answer> {
  if (entrance.kind === 'procedure') {
    // what needs no right in a workspace is about one's own account, and takes its input bare
    const input = JSON.stringify(
      entrance.needs ? { workspaceId, input: entrance.input ?? {} } : (entrance.input ?? null),
    );
    const url = `/api/trpc/${entrance.name}`;
    return entrance.type === 'mutation'
      ? await ask(door, 'POST', url, { cookie, body: input })
      : await ask(door, 'GET', `${url}?input=${encodeURIComponent(input)}`, { cookie });
  }
  if (entrance.kind === 'screen') return await ask(door, 'GET', entrance.name, { cookie });
  switch (entrance.name) {
    case 'live':
      return await ask(door, 'GET', `/live?workspace=${workspaceId}`, { cookie });
    case 'upload':
      return await ask(door, 'POST', `/media?workspace=${workspaceId}&name=a.txt`, { cookie, body: 'hola' });
    case 'media': {
      const media = { id: randomUUID(), state: 'ready' } as MediaRow;
      signMedia(parseKeyring(keys), workspaceId, media, new Date());
      return await ask(door, 'GET', media.url as string, { cookie });
    }
    case 'ownPhoto':
      return await ask(door, 'POST', '/photo', { cookie, body: 'no picture' });
    case 'photo':
      return await ask(door, 'GET', `/photo/${randomUUID()}`, { cookie });
    case 'ownLogo':
      return await ask(door, 'POST', `/logo?workspace=${workspaceId}`, { cookie, body: 'no picture' });
    case 'logo':
      return await ask(door, 'GET', `/logo/${workspaceId}`, { cookie });
    case 'history':
      return await ask(door, 'GET', '/history.json', { cookie });
    case 'auditFile':
      return await ask(door, 'GET', `/audit.csv?workspace=${workspaceId}`, { cookie });
    case 'importFile':
      return await ask(door, 'POST', `/imports?workspace=${workspaceId}&name=a.csv`, { cookie, body: 'Nombre;Correo' });
    case 'archiveFile':
      return await ask(door, 'GET', `/archives/${randomUUID()}/file?workspace=${workspaceId}`, { cookie });
    case 'exportFile':
      return await ask(door, 'GET', `/exports/${randomUUID()}/file?workspace=${workspaceId}`, { cookie });
    case 'importFaults':
      return await ask(door, 'GET', `/imports/${randomUUID()}/faults.csv?workspace=${workspaceId}`, { cookie });
    case 'page':
      return await ask(door, 'GET', '/inbox', { cookie });
    default:
      throw new Error(`Nobody has said how a loser asks at "${entrance.name}".`);
  }
}

/** A request of one of our own pages. */
export function ask(
  door: Door,
  method: string,
  url: string,
  options: { cookie: string; body?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        ...{ host: '127.0.0.1', port: door.port, agent: door.agent, method, path: url },
        headers: {
          host: `localhost:${door.port}`,
          cookie: options.cookie,
          'user-agent': AGENT,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/json',
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [], text }),
        );
      },
    );
    sent.setTimeout(60_000, () => sent.destroy(new Error(`${method} ${url} was not answered`)));
    sent.on('error', reject);
    sent.end(options.body);
  });
}
