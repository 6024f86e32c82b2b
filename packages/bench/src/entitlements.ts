// program: what it costs that a plan is asked: queueing a message and making a contact with the question and without it. --people N --calls N --rounds N
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createContact } from '@recado/core/contacts';
import { sendMessage } from '@recado/core/conversations';
import type { Ctx } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { addMember, makeConversation, makePerson, makeWorkspace, openTestSession } from '@recado/testing/companies';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import { finish, intervalOf, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '4' },
    calls: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '21' },
  },
});
const [people, calls, rounds] = [Number(values.people), Number(values.calls), Math.max(15, Number(values.rounds))];
/** So many times what the act takes without the question. */
const MOST = 1.15;

// two databases of one server: in the second the function that asks answers at once, and nothing is counted
const server = await startTestServer({ tuning: 'durable' });
const results: Result[] = [];
try {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  for (const name of ['asking', 'bare']) await admin.unsafe(`create database ${name} template ${server.template}`);
  await admin.end();
  const [asking, bare] = [await open('asking'), await open('bare')];
  say(
    `${people} people at once in one account; near its end one after the other; ${calls} acts each, ${rounds} pairs of rounds`,
  );
  for (const { act, isNear } of [
    { act: 'message', isNear: false },
    { act: 'contact', isNear: false },
    { act: 'message', isNear: true },
    { act: 'contact', isNear: true },
  ] as const) {
    const name = isNear ? `${act} near the end` : act;
    const desks = isNear ? 1 : people;
    for (const side of [asking, bare]) await side.allow(isNear ? calls * (rounds + 4) : 1_000_000);
    const pairs: { asking: number; bare: number }[] = [];
    for (let n = -2; n < rounds; n += 1) {
      const isAskingFirst = n % 2 === 0;
      const first = await timed(isAskingFirst ? asking : bare, act, desks);
      const second = await timed(isAskingFirst ? bare : asking, act, desks);
      if (n >= 0) pairs.push(isAskingFirst ? { asking: first, bare: second } : { asking: second, bare: first });
    }
    const ratios = pairs.map((pair) => pair.asking / pair.bare);
    const [low, high] = intervalOf(ratios);
    const alone = await askedAlone(asking, act);
    results.push(
      show({ name: `${name}, with the question`, unit: 'ms', samples: pairs.map((pair) => pair.asking / calls) }),
      show({ name: `${name}, without`, unit: 'ms', samples: pairs.map((pair) => pair.bare / calls) }),
      show({ name: `${name}, with ÷ without`, unit: 'x', samples: ratios, most: MOST, byInterval: true }),
      show({ name: `${name}, further round trips`, unit: 'trips', samples: [alone], most: 0 }),
    );
    say(`the median lies between ${low.toFixed(3)} and ${high.toFixed(3)} (19 of 20 times, by the order of the pairs)`);
  }
  for (const { owner, web } of [asking, bare]) await Promise.all([owner.end({ timeout: 2 }), web.end({ timeout: 2 })]);
} finally {
  await server.stop();
}
process.exit(finish('entitlements', results));

/** A side: one account on a plan with limits, and people who write in conversations of their own. */
async function open(name: 'asking' | 'bare') {
  const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const owner: Sql = postgres(within(server.adminUrl), { max: 2, onnotice: () => {} });
  const web = connect(within(server.roleUrls.recado_web), { name, max: people });
  const { id: workspaceId, accountId } = await makeWorkspace(owner);
  await owner`insert into guard.plan_version (plan, version, body)
    select 'bench', 1, jsonb_set(jsonb_set(v.body, '{limits,contacts}', '1000000'), '{limits,messages}', '1000000')
      from guard.plan_version v where v.plan = 'pro' and v.version = 1`;
  await owner`update app.account set plan = 'bench', plan_version = 1 where id = ${accountId}`;
  const desks: { pass: Buffer; conversationId: string }[] = [];
  for (let n = 0; n < people; n += 1) {
    const person = await makePerson(owner);
    await addMember(owner, workspaceId, person, 'admin');
    const { pass } = await openTestSession(web, person.id);
    desks.push({ pass, conversationId: (await makeConversation(owner, workspaceId)).conversationId });
  }
  if (name === 'bare')
    await owner.unsafe(`
      create or replace function guard.take_room(p_name text, p_adding integer) returns jsonb language sql stable security definer
        set search_path = pg_catalog, pg_temp as 'select null::jsonb';
      alter table app.contact disable trigger note_contacts_made;
      alter table app.message disable trigger note_message_sent;`);
  await owner`vacuum analyze`;
  const fold = async () => {
    // as the hourly job does
    await owner`with gone as (delete from guard.use_entry returning *)
      insert into guard.use_entry (workspace_id, name, period, amount) select workspace_id, name, period, sum(amount) from gone group by 1, 2, 3`;
  };
  /** The plan has room for so many more of each. */
  const allow = async (more: number) => {
    for (const limit of ['contacts', 'messages'])
      await owner`update guard.plan_version set body = jsonb_set(body, array['limits', ${limit}], to_jsonb(guard.used_by(${accountId}, ${limit}) + ${more}::integer)) where plan = 'bench'`;
  };
  return { owner, web, workspaceId, desks, fold, allow };
}

type Side = Awaited<ReturnType<typeof open>>;
type Act = 'message' | 'contact';

async function actOf(side: Side, db: Database, act: Act, desk: Side['desks'][number]): Promise<void> {
  const nothing = () => {};
  const ports = { hints: { changed: nothing, queued: nothing, wanted: nothing, emitted: nothing, present: nothing } };
  const origin = { address: '203.0.113.77', userAgent: 'Firefox', deviceHash: null };
  const door = { kind: 'session', pass: desk.pass };
  const ctx = { db, workspaceId: side.workspaceId, ports, origin, door, requestId: 'bench', locale: 'es' };
  if (act === 'contact') await createContact(ctx as unknown as Ctx, { name: 'Cliente', phones: [] });
  else
    await sendMessage(ctx as unknown as Ctx, {
      ...{ conversationId: desk.conversationId, clientMessageId: randomUUID(), text: 'Hola, ¿te va bien el martes?' },
    });
}

/** What a round takes in milliseconds. */
async function timed(side: Side, act: Act, desks: number): Promise<number> {
  await side.fold();
  const began = performance.now();
  await Promise.all(
    side.desks.slice(0, desks).map(async (desk) => {
      for (let n = 0; n < calls; n += 1) await actOf(side, side.web, act, desk);
    }),
  );
  return performance.now() - began;
}

/** How many statements of one act do nothing but ask. */
async function askedAlone(side: Side, act: Act): Promise<number> {
  let alone = 0;
  const heard = <Tx extends object>(tx: Tx): Tx =>
    new Proxy(tx, {
      apply(target, self, sent) {
        if (/^\s*select guard\.(take_room|lacks_feature|hold_room)\b/.test(String((sent[0] as readonly string[])?.[0])))
          alone += 1;
        return Reflect.apply(target as never, self, sent);
      },
    });
  const db = new Proxy(side.web, {
    get(target, key) {
      if (key !== 'begin') return Reflect.get(target, key);
      return (run: (tx: object) => unknown) => target.begin((tx) => run(heard(tx)) as never);
    },
  });
  await actOf(side, db, act, side.desks[0] as Side['desks'][number]);
  return alone;
}
