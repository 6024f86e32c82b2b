// program: `npm run soak -- displacement [--seed 1] [--displacements 200]`
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { knowDevice, makePerson, makeWorkspace } from '../companies.ts';
import { startTestServer } from '../test-server.ts';
import { AGENT, ask, type Door, openDoor } from './http-races.ts';
import { seeded } from './seeded.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
/** A stream that has not heard within this time has lost its hint: it looks by itself every five seconds. */
const PATIENCE_MS = 10_000;

export type DisplacementResult = {
  /** From the winner's answer to the loser's stream, in the order of size. Below zero when the stream was told first. */
  timesMs: number[];
  p50Ms: number;
  p99Ms: number;
  /** Whatever reached a loser after the winner was answered and was not the end, or ended it otherwise. */
  violations: string[];
};

/**
 * One person's sessions displace each other over several web processes, each loser with its live stream open at a process that the seed
 * deals. Answers how long after the winner's answer each loser was told.
 */
export async function displaceOverHttp(options: {
  adminUrl: string;
  trialUrl: string;
  keys: string;
  displacements: number;
  processes: number;
  seed: number;
  log?: (line: string) => void;
}): Promise<DisplacementResult> {
  const admin = postgres(options.adminUrl, { max: 2, onnotice: () => {} });
  const webUrl = Object.assign(new URL(options.trialUrl), { search: '?options=-c%20recado.raised_limits%3Don' }).href;
  const random = seeded(options.seed);
  const doors: Door[] = [];
  const timesMs: number[] = [];
  const violations: string[] = [];
  try {
    doors.push(...(await Promise.all(Array.from({ length: options.processes }, () => openDoor(webUrl, options.keys)))));
    const anyDoor = () => doors[Math.floor(random() * doors.length)] as Door;
    const person = await makePerson(admin, { sessionLimit: 1 });
    const workspace = await makeWorkspace(admin, { owner: person });
    const enter = async (): Promise<{ cookie: string; at: number }> => {
      const [rd, rp] = [randomUUID(), randomUUID()];
      await knowDevice(admin, person.id, rd);
      await admin`select guard.begin_attempt(${person.id}, null, sha256(convert_to(${rp}, 'UTF8')), sha256(convert_to(${rd}, 'UTF8')), array['pwd'], '10 minutes')`;
      const answer = await ask(anyDoor(), 'POST', '/api/trpc/sessionsSingle.initSession', {
        cookie: `rd=${rd}; rp=${rp}`,
      });
      const at = performance.now();
      const session = answer.cookies.find((line) => line.startsWith('rs=rs1.'))?.split(';')[0];
      if (!session) throw new Error(`a proved login was answered ${answer.status} ${answer.text}`);
      return { cookie: `rd=${rd}; ${session}`, at };
    };
    let holder = await enter();
    for (let n = 0; n < options.displacements; n += 1) {
      const stream = await openStream(anyDoor(), workspace.id, holder.cookie);
      const winner = await enter();
      const told = await stream.ended;
      timesMs.push(told.at - winner.at);
      if (!/identity.sessionEnded.*displaced/.test(told.text))
        violations.push(`displacement ${n} ended with ${told.text}`);
      const late = stream.events.filter(({ event, at }) => at > winner.at && event !== 'ended' && event !== 'ping');
      violations.push(...late.map(({ event }) => `displacement ${n}: "${event}" after the winner was answered`));
      holder = winner;
      if (options.log && n % 50 === 49) options.log(`displacement: ${n + 1}, ${violations.length} violations`);
    }
  } finally {
    for (const { child, agent } of doors) {
      agent.destroy();
      child.disconnect();
    }
    await admin.end({ timeout: 2 });
  }
  timesMs.sort((a, b) => a - b);
  const at = (share: number) => timesMs[Math.min(timesMs.length - 1, Math.floor(timesMs.length * share))] ?? 0;
  return { timesMs, p50Ms: at(0.5), p99Ms: at(0.99), violations };
}

type Told = { event: string; text: string; at: number };

/** The live stream of a session, once it listens; `ended` is when and with what it was told of its end. */
function openStream(
  door: Door,
  workspaceId: string,
  cookie: string,
): Promise<{ events: Told[]; ended: Promise<Told> }> {
  return new Promise((resolve, reject) => {
    const events: Told[] = [];
    let end: (told: Told) => void = () => {};
    let lose: (error: Error) => void = () => {};
    const ended = new Promise<Told>((give, fail) => {
      end = give;
      lose = fail;
    });
    ended.catch(() => {});
    const sent = http.get(
      {
        ...{ host: '127.0.0.1', port: door.port, path: `/live?workspace=${workspaceId}` },
        headers: { host: `localhost:${door.port}`, cookie, 'user-agent': AGENT, 'sec-fetch-site': 'same-origin' },
      },
      (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`a stream was answered ${answer.statusCode}`));
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          const now = performance.now();
          text += part;
          for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
            const event = /^event: (\w+)/.exec(text)?.[1] ?? '';
            const told = { event, text: text.slice(0, at), at: now };
            text = text.slice(at + 2);
            events.push(told);
            if (event === 'ready') resolve({ events, ended });
            if (event === 'ended') end(told);
          }
        });
        answer.on('close', () => lose(new Error('a stream closed without saying why')));
      },
    );
    sent.on('error', reject);
    setTimeout(() => {
      lose(new Error(`a loser was not told within ${PATIENCE_MS} ms`));
      sent.destroy();
    }, PATIENCE_MS).unref();
  });
}

/** The long form: a server and three web processes of its own. Throws when the 99th of 100 takes a second, or on any violation. */
export async function run(options: {
  seed: number;
  displacements: number;
  log?: (line: string) => void;
}): Promise<DisplacementResult> {
  const { seed, displacements, log = print } = options;
  log(`displacement: seed ${seed}, ${displacements} displacements over 3 web processes`);
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const result = await displaceOverHttp({
      adminUrl: within(server.adminUrl),
      trialUrl: within(server.roleUrls.recado_trial),
      keys: `k1:${randomBytes(32).toString('base64')}`,
      processes: 3,
      ...{ displacements, seed, log },
    });
    const slowest = result.timesMs.at(-1) ?? 0;
    log(
      `displacement: the loser's stream was told p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms, at most ${slowest.toFixed(1)} ms after the winner's answer`,
    );
    if (result.p99Ms >= 1_000) result.violations.push(`p99 is ${result.p99Ms.toFixed(0)} ms`);
    if (result.violations.length > 0)
      throw new Error(`Displacement broke its promise:\n${result.violations.slice(0, 20).join('\n')}`);
    return result;
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, displacements: { type: 'string' } } });
  await run({ seed: Number(values.seed ?? Date.now() % 100_000), displacements: Number(values.displacements ?? 200) });
}
