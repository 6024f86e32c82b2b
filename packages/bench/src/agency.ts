// program: what whoever runs many businesses waits for, and whether that grows with what was written in them. --workspaces N --calls N
import { parseArgs } from 'node:util';
import { getViewer } from '@recado/core/identity';
import { listOwnWorkspaces, listWaiting, readOverview } from '@recado/core/workspaces';
import { makePerson, makeWorkspace, openTestSession } from '@recado/testing/companies';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import { finish, median, percentile, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: {
    workspaces: { type: 'string', default: '200' },
    calls: { type: 'string', default: '60' },
  },
});
const workspaces = Number(values.workspaces);
const calls = Number(values.calls);
const MEMBERS = 10;
const CONVERSATIONS = 200;
const MESSAGES = 3;
/** What a screen may take, in milliseconds. */
const LIMIT = 150;

const server = await startTestServer({ tuning: 'durable' });
const results: Result[] = [];
try {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database bench template ${server.template}`);
  await admin.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: '/bench' }).href;
  const owner = postgres(within(server.adminUrl), { max: 2, onnotice: () => {} });
  const web = postgres(within(server.roleUrls.recado_web), { max: 4, onnotice: () => {} });
  const { pass } = await fill(owner, web);
  say(
    `1 account, ${workspaces} workspaces, ${workspaces * MEMBERS} members, ${workspaces * CONVERSATIONS} conversations; ${calls} calls of each, taking turns`,
  );
  const screens = {
    'overview of all': () => readOverview({ db: web }, pass, null),
    'page of the switcher': () => listOwnWorkspaces({ db: web }, pass, null, {}),
    'search in the switcher': () => listOwnWorkspaces({ db: web }, pass, null, { search: 'negocio 17' }),
    'one inbox of all': () => listWaiting({ db: web }, pass, null, {}),
    'who is in, with every workspace': () => getViewer({ db: web }, pass, null),
  };
  const few = await timesOf(screens);
  for (const [name, times] of Object.entries(few)) {
    results.push(show({ name: `${name}, p50`, unit: 'ms', samples: times, value: median(times) }));
    results.push(
      show({ name: `${name}, p95`, unit: 'ms', samples: times, value: percentile(times, 0.95), most: LIMIT }),
    );
  }
  await write(owner, MESSAGES + 1, MESSAGES * 10);
  await owner`vacuum analyze`;
  const many = await timesOf(screens);
  for (const [name, times] of Object.entries(many)) {
    const before = few[name] ?? [];
    // twice would be growth; what is between is the machine
    const ratio = median(times) / median(before);
    results.push(show({ name: `${name}, at ten times the messages`, unit: 'x', samples: [ratio], most: 1.3 }));
  }
  await Promise.all([owner.end({ timeout: 2 }), web.end({ timeout: 2 })]);
} finally {
  await server.stop();
}
process.exit(finish('agency', results));

/** An account with its workspaces, people, numbers, contacts and conversations, a fifth of which wait, and whoever owns it in front of them. */
async function fill(owner: Sql, web: Sql): Promise<{ pass: Buffer }> {
  const person = await makePerson(owner);
  const { accountId } = await makeWorkspace(owner, { owner: person });
  await owner`update app.account set (plan, plan_version) =
    (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'enterprise' group by v.plan) where id = ${accountId}`;
  // the second step that the plan asks of whoever owns it
  await owner`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x00', now())`;
  await owner`insert into app.workspace (account_id, name, slug, industry)
    select ${accountId}, 'Negocio ' || n, 'negocio-' || n, 'commerce' from generate_series(2, ${workspaces}::integer) n`;
  await owner`insert into guard.person (email, email_key, name) select 'm' || n || '@recado.test', 'm' || n || '@recado.test', 'Bea ' || n
    from generate_series(1, ${workspaces * MEMBERS}::integer) n`;
  await owner`
    with w as (select id, row_number() over () n from app.workspace where account_id = ${accountId}),
      p as (select id, email, name, row_number() over () n from guard.person where email like 'm%@recado.test')
    insert into app.member (workspace_id, person_id, role, name, email)
      select w.id, p.id, 'agent', p.name, p.email from w join p on (p.n - 1) / ${MEMBERS}::integer = w.n - 1`;
  await owner`insert into app.member (workspace_id, person_id, role, name, email)
    select w.id, ${person.id}, 'owner', 'Ana', ${person.email} from app.workspace w where w.account_id = ${accountId} on conflict do nothing`;
  await owner`insert into app.channel (workspace_id, name, driver, state, number)
    select w.id, 'Recepción', 'simulator', 'open', '346' || lpad((row_number() over ())::text, 8, '0') from app.workspace w where w.account_id = ${accountId}`;
  await owner`insert into app.contact (workspace_id, name) select w.id, 'Cliente ' || n from app.workspace w, generate_series(1, ${CONVERSATIONS}::integer) n
    where w.account_id = ${accountId}`;
  await owner`update app.workspace set contact_count = ${CONVERSATIONS} where account_id = ${accountId}`;
  await owner`
    insert into app.conversation (workspace_id, channel_id, contact_id, address, last_message_at, last_direction, unread_count, last_seq)
      select c.workspace_id, h.id, c.id, c.id::text, now() - random() * interval '90 days', case when random() < 0.2 then 'in' else 'out' end,
          case when random() < 0.1 then 1 else 0 end, ${MESSAGES}
        from app.contact c join app.channel h on h.workspace_id = c.workspace_id`;
  await write(owner, 1, MESSAGES);
  await owner`vacuum analyze`;
  return await openTestSession(web, person.id);
}

/** So many messages in every conversation. */
async function write(owner: Sql, from: number, to: number): Promise<void> {
  await owner`
    insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      select v.workspace_id, v.id, v.channel_id, n, 'in', 'text', 'Hola, ¿tenéis hueco?', v.id || '-' || n, 'contact', 9, now()
        from app.conversation v, generate_series(${from}::integer, ${to}::integer) n`;
}

/** What each screen's call takes in milliseconds, the screens taking turns. */
async function timesOf(screens: Record<string, () => Promise<unknown>>): Promise<Record<string, number[]>> {
  const times = Object.fromEntries(Object.keys(screens).map((name) => [name, [] as number[]]));
  for (let turn = -5; turn < calls; turn += 1)
    for (const [name, call] of Object.entries(screens)) {
      const began = performance.now();
      await call();
      if (turn >= 0) times[name]?.push(performance.now() - began);
    }
  return times;
}
