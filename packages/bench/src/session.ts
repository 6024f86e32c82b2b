// program: what a request pays for its session, beside the plainest join and beside libraries. --rounds N --calls N --people N
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { beginAttempt, initSession, readPass } from '@recado/core/identity';
import type { PublicCtx } from '@recado/core/kernel';
import { packPass } from '@recado/db';
import { parseKeyring } from '@recado/runtime/crypto';
import { digestOf } from '@recado/testing/passes';
import { agentPassAt, fillForPlans, workspaceAt } from '@recado/testing/tenancy/call-plans';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import { finish, median, percentile, type Result, say, show } from './report.ts';
import { authJs, betterAuth, installPeers, type Peer } from './session/peers.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    calls: { type: 'string', default: '2000' },
    people: { type: 'string', default: '100000' },
    'no-peers': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const calls = Number(values.calls);
const people = Number(values.people);
const WORKSPACES = 20;

type Call = () => Promise<unknown>;

// made before the clock runs: the plain join is given its key too
const passes = Array.from({ length: people + 1 }, (_, n) => passAt(n));

const server = await startTestServer({ tuning: 'durable' });
const results: Result[] = [];
try {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database bench template ${server.template}`);
  await admin.unsafe('create database peers');
  await admin.end();
  const within = (url: string, name = 'bench') => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const owner = postgres(within(server.adminUrl), { max: 10, onnotice: () => {} });
  const web = postgres(within(server.roleUrls.recado_web), { max: 10, onnotice: () => {} });
  say(
    `${people} people with a session each; ${rounds} rounds of ${calls} calls, the two sides of a figure taking turns`,
  );
  await fillForPlans(within(server.adminUrl), { workspaces: WORKSPACES, conversations: 1_000, messages: 3 });
  await fillPeople(owner);
  results.push(...(await verifyAgainstJoin(owner)));
  results.push(...(await enterAndRead(owner, web)));
  // one person who logs in a thousand times would be asked to keep cool
  const hasty = postgres(within(server.roleUrls.recado_trial), {
    max: 1,
    onnotice: () => {},
    connection: { 'recado.raised_limits': 'on' },
  });
  results.push(...(await lastStep(owner, hasty)));
  await hasty.end({ timeout: 2 });
  if (!values['no-peers'])
    results.push(...(await besidePeers(within(server.adminUrl), within(server.adminUrl, 'peers'))));
  await Promise.all([owner.end({ timeout: 2 }), web.end({ timeout: 2 })]);
} finally {
  await server.stop();
}
process.exit(finish('session', results));

function sessionIdAt(n: number): string {
  return `00000000-0000-4000-8002-${String(n).padStart(12, '0')}`;
}

function passAt(n: number): Buffer {
  const digests = { proof: digestOf(`proof ${n}`), deviceHash: digestOf(`device ${n}`) };
  return packPass({ sessionId: sessionIdAt(n), gen: 1, ...digests, browser: 'Firefox', system: 'Linux' });
}

async function fillPeople(owner: Sql): Promise<void> {
  await owner.unsafe(`
    insert into guard.person (id, email, email_key, name) select ('00000000-0000-4000-b002-' || lpad(n::text, 12, '0'))::uuid, 'b' || n, 'b' || n, 'Ana' from generate_series(1, ${people}) n;
    insert into guard.session (id, person_id, slot, seq, kid, salt, proof, device_hash, rotated_at, gen_used_at, browser, system, device_type, created_at, last_seen_at, last_input_at, idle_expires_at, abs_expires_at)
      select ('00000000-0000-4000-8002-' || lpad(n::text, 12, '0'))::uuid, ('00000000-0000-4000-b002-' || lpad(n::text, 12, '0'))::uuid, 1, 1, 'k1', sha256('salt'),
        sha256(convert_to('proof ' || n, 'UTF8')), sha256(convert_to('device ' || n, 'UTF8')), now(), now(), 'Firefox', 'Linux', 'desktop', now(), now(), now(), 'infinity', 'infinity'
        from generate_series(1, ${people}) n`);
  await owner`vacuum analyze guard.session`;
  await owner`vacuum analyze guard.person`;
}

function someone(): number {
  return 1 + Math.floor(Math.random() * people);
}

/** The middle time of a call in milliseconds when `atOnce` of them are always under way. */
async function middleOf(call: Call, atOnce: number): Promise<number> {
  const times: number[] = [];
  let left = calls;
  const turn = async () => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      await call();
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  return median(times);
}

/** Both sides in turn, so that what the machine does meanwhile meets both; the ratio is taken round by round. */
async function compare(
  ours: Call,
  plain: Call,
  atOnce: number,
): Promise<{ ratios: number[]; ours: number[]; plain: number[] }> {
  const found = { ratios: [] as number[], ours: [] as number[], plain: [] as number[] };
  await middleOf(ours, atOnce);
  await middleOf(plain, atOnce);
  for (let round = 0; round < rounds; round += 1) {
    const sides = round % 2 === 0 ? [plain, ours] : [ours, plain];
    const times = [await middleOf(sides[0] as Call, atOnce), await middleOf(sides[1] as Call, atOnce)] as const;
    const [plainMs, oursMs] = round % 2 === 0 ? times : ([times[1], times[0]] as const);
    found.plain.push(plainMs);
    found.ours.push(oursMs);
    found.ratios.push(oursMs / plainMs);
  }
  return found;
}

async function verifyAgainstJoin(owner: Sql): Promise<Result[]> {
  const verify = () => owner`select guard.verify(${passes[someone()] as Buffer}, null) person_id`;
  const join = () => owner`
    select s.id, s.person_id, p.name, p.email from guard.session s join guard.person p on p.id = s.person_id
     where s.id = ${sessionIdAt(someone())} and s.ended_at is null and s.idle_expires_at > now() and s.abs_expires_at > now()`;
  const lines: Result[] = [];
  for (const atOnce of [1, 10]) {
    const { ratios, ours, plain } = await compare(verify, join, atOnce);
    lines.push(
      show({ name: `verify, ${atOnce} at once`, unit: 'ms', samples: ours, limit: median(plain) }),
      show({ name: `verify ÷ session and user joined, ${atOnce} at once`, unit: 'times', samples: ratios, most: 1.3 }),
    );
  }
  return lines;
}

async function enterAndRead(owner: Sql, web: Sql): Promise<Result[]> {
  const some = () => 1 + Math.floor(Math.random() * WORKSPACES);
  const behind = () => {
    const n = some();
    const pass = Buffer.from(agentPassAt(n).slice(2), 'hex');
    return web`select app.list_conversations(${pass}, null, ${workspaceAt(n)}, 'all', null, null, 40)`;
  };
  const bare = () => owner`
    select coalesce(jsonb_agg(app.conversation_json(v, c, h, n.value) order by v.last_message_at desc, v.id desc), '[]') from (
      select x.* from app.conversation x where x.workspace_id = ${workspaceAt(some())}
       order by x.last_message_at desc, x.id desc limit 40) v
      join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id
      join app.channel h on h.workspace_id = v.workspace_id and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = v.workspace_id and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true`;
  const { ratios, ours, plain } = await compare(behind, bare, 1);
  return [
    show({ name: 'enter and a page of the inbox in one call', unit: 'ms', samples: ours, limit: median(plain) }),
    show({ name: 'enter and read ÷ the bare read', unit: 'times', samples: ratios, most: 1.5 }),
  ];
}

async function lastStep(owner: Sql, web: Sql): Promise<Result[]> {
  const ctx = {
    db: web,
    ports: { hints: { emitted() {} } },
    keyring: parseKeyring(`k1:${randomBytes(32).toString('base64')}`),
    origin: {
      address: '203.0.113.5',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
      deviceHash: randomBytes(32),
    },
  } as unknown as PublicCtx;
  const [row] =
    await owner`insert into guard.person (email, email_key, name) values (${randomUUID()}, ${randomUUID()}, 'Ana') returning id`;
  const times: number[] = [];
  for (let n = 0; n < 1_000; n += 1) {
    const own = { ...ctx, origin: { ...ctx.origin, deviceHash: randomBytes(32) } };
    await owner`insert into guard.device (person_id, secret_hash, browser, system, kind) values (${row?.id}, ${own.origin.deviceHash}, 'Firefox', 'Linux', 'desktop')`;
    const attempt = await beginAttempt(own, { personId: row?.id, epoch: 0, amr: ['pwd'] });
    const started = performance.now();
    const opened = await initSession(own, attempt, null);
    times.push(performance.now() - started);
    if (!readPass(opened.token, own.origin)) throw new Error('a token that is none');
  }
  const warm = times.slice(50);
  return [
    show({ name: 'last step of a login that displaces, p50', unit: 'ms', samples: [percentile(warm, 0.5)], most: 5 }),
    show({ name: 'last step of a login that displaces, p99', unit: 'ms', samples: [percentile(warm, 0.99)], most: 15 }),
  ];
}

/** The peers hold as many people and sessions; each side has as many connections as calls at once, so that none pays for cold ones. */
async function besidePeers(ours: string, theirs: string): Promise<Result[]> {
  const { folder, problem } = await installPeers();
  const lines: Result[] = [];
  try {
    if (problem) {
      say(`the peers could not be installed: ${problem}`);
      return [notMeasured('better-auth ÷ verify', 6)];
    }
    for (const [open, least] of [
      [betterAuth, 6],
      [authJs, undefined],
    ] as const)
      for (const atOnce of [1, 10]) {
        const own = postgres(ours, { max: atOnce, onnotice: () => {} });
        let peer: Peer | null = null;
        try {
          peer = await open({ folder, url: theirs, people, connections: atOnce });
          const verify = () => own`select guard.verify(${passes[someone()] as Buffer}, null) person_id`;
          const { ratios, plain } = await compare(verify, peer.verify, atOnce);
          const times = ratios.map((each) => 1 / each);
          lines.push(
            show({
              ...{
                name: `${peer.name} ÷ verify, ${atOnce} at once`,
                unit: 'times',
                samples: times,
                peer: median(plain),
              },
              ...(least ? { least, byInterval: true } : {}),
            }),
          );
        } catch (error) {
          say(`${open.name} could not be measured: ${error instanceof Error ? error.message : error}`);
          if (least) lines.push(notMeasured(`${open.name} ÷ verify, ${atOnce} at once`, least));
        } finally {
          await Promise.all([peer?.close(), own.end({ timeout: 2 })]);
        }
      }
    return lines;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What was not measured has not been met. */
function notMeasured(name: string, target: number): Result {
  return { name, value: 0, unit: 'times', limit: null, peer: null, target, ok: false };
}
