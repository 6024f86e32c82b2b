// program: what it costs that a change stands in the audit: one and the same verb with its entry and without. --writers N --calls N --rounds N
import { parseArgs } from 'node:util';
import { updateContact } from '@recado/core/contacts';
import { type Ctx, sealAudit } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { addMember, makePerson, makeWorkspace, openTestSession } from '@recado/testing/companies';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import { finish, median, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: {
    writers: { type: 'string', default: '10' },
    calls: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '21' },
  },
});
const writers = Number(values.writers);
const calls = Number(values.calls);
const rounds = Number(values.rounds);
/** What the audit may cost: so many times the verb without it. */
const MOST = 1.3;
const SEALS_AT_ONCE = 1_000;

const server = await startTestServer({ tuning: 'durable' });
const results: Result[] = [];
try {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database bench template ${server.template}`);
  await admin.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: '/bench' }).href;
  const owner = postgres(within(server.adminUrl), { max: 2, onnotice: () => {} });
  const web = connect(within(server.roleUrls.recado_web), { name: 'bench', max: writers });
  const jobs = connect(within(server.roleUrls.recado_jobs), { name: 'sealer', max: 1 });
  const acts = await fill(owner, web);
  say(
    `${writers} people at once in one workspace, ${calls} changes of a contact each, ${rounds} pairs of rounds, the sealer at work`,
  );
  const [audited, bare] = [acts(web), acts(withoutAudit(web))];
  // the sealer works through both kinds of rounds, as it does in the product
  const sealer = setInterval(() => void sealAudit(jobs, SEALS_AT_ONCE), 1_000);
  for (let warm = 0; warm < 2; warm += 1) for (const round of [audited, bare]) await timed(round, jobs);
  const pairs: { audited: number; bare: number }[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const isAuditedFirst = n % 2 === 0;
    const first = await timed(isAuditedFirst ? audited : bare, jobs);
    const second = await timed(isAuditedFirst ? bare : audited, jobs);
    pairs.push(isAuditedFirst ? { audited: first, bare: second } : { audited: second, bare: first });
  }
  clearInterval(sealer);
  const perChange = (ms: number) => ms / calls;
  results.push(
    show({ name: 'a change with its entry', unit: 'ms', samples: pairs.map((pair) => perChange(pair.audited)) }),
  );
  results.push(
    show({ name: 'the same change without', unit: 'ms', samples: pairs.map((pair) => perChange(pair.bare)) }),
  );
  const ratios = pairs.map((pair) => pair.audited / pair.bare);
  results.push(show({ name: 'with ÷ without, pair by pair', unit: 'x', samples: ratios, most: MOST }));
  const [low, high] = intervalOf(ratios);
  say(
    `the median lies between ${low.toFixed(3)} and ${high.toFixed(3)} (95 % of the time, from the order of the pairs)`,
  );
  results.push(show({ name: 'its upper bound', unit: 'x', samples: [high], most: MOST }));
  const [row] = await owner`
    select (select count(*)::integer from app.audit_entry) entries, (select count(*)::integer from guard.audit_seal) seals`;
  const expected = writers * calls * (rounds + 2);
  if (row?.entries !== expected || row.seals !== expected)
    throw new Error(`${row?.entries} entries and ${row?.seals} seals instead of ${expected}.`);
  await Promise.all([owner.end({ timeout: 2 }), web.end({ timeout: 2 }), jobs.end({ timeout: 2 })]);
} finally {
  await server.stop();
}
process.exit(finish('audit', results));

/** A workspace where everybody has a contact to change; answers how a round of changes is made over a pool. */
async function fill(owner: Sql, web: Database): Promise<(db: Database) => () => Promise<void>> {
  const { id: workspaceId } = await makeWorkspace(owner);
  const people: { pass: Buffer; contactId: string }[] = [];
  for (let n = 0; n < writers; n += 1) {
    const person = await makePerson(owner);
    await addMember(owner, workspaceId, person, 'admin');
    const { pass } = await openTestSession(web, person.id);
    const [contact] =
      await owner`insert into app.contact (workspace_id, name) values (${workspaceId}, ${`Cliente ${n}`}) returning id`;
    people.push({ pass, contactId: contact?.id as string });
  }
  await owner`vacuum analyze`;
  const nothing = () => {};
  const ports = { hints: { changed: nothing, queued: nothing, wanted: nothing, emitted: nothing, present: nothing } };
  const origin = { address: '203.0.113.77', userAgent: 'Firefox', deviceHash: null };
  let word = 0;
  return (db) => async () => {
    const one = async ({ pass, contactId }: (typeof people)[number]) => {
      const ctx = { db, workspaceId, ports, origin, door: { kind: 'session', pass }, requestId: 'bench', locale: 'es' };
      for (let n = 0; n < calls; n += 1) {
        word += 1;
        await updateContact(ctx as unknown as Ctx, {
          contactId,
          name: `Cliente ${word}`,
          notes: `Llamar el martes, ${word}`,
        });
      }
    };
    await Promise.all(people.map(one));
  };
}

/** The pool in whose transactions the entries of the audit are not sent; everything else of a verb is what it is. */
function withoutAudit(db: Database): Database {
  const spared = <Tx extends object>(tx: Tx): Tx =>
    new Proxy(tx, {
      apply(target, self, sent) {
        const [text] = sent as [readonly string[]];
        if (String(text?.[0]).startsWith('insert into app.audit_entry')) return Promise.resolve([]);
        return Reflect.apply(target as never, self, sent);
      },
    });
  return new Proxy(db, {
    get(target, key) {
      if (key !== 'begin') return Reflect.get(target, key);
      return (run: (tx: object) => unknown) => target.begin((tx) => run(spared(tx)) as never);
    },
  });
}

/** What a round takes in milliseconds. What waits for a seal afterwards is sealed before the next one, and not counted. */
async function timed(round: () => Promise<void>, jobs: Database): Promise<number> {
  const began = performance.now();
  await round();
  const took = performance.now() - began;
  while (await sealAudit(jobs, SEALS_AT_ONCE)) {
    // until nothing waits
  }
  return took;
}

/** Between which of the samples their median lies, 95 times of 100, whatever they are distributed like. */
function intervalOf(samples: readonly number[]): [number, number] {
  const sorted = [...samples].sort((a, b) => a - b);
  let [below, chance, rank] = [0, 0.5 ** sorted.length, 0];
  while (below + chance <= 0.025 && rank < sorted.length / 2 - 1) {
    below += chance;
    chance *= (sorted.length - rank) / (rank + 1);
    rank += 1;
  }
  const at = Math.max(0, rank - 1);
  const [low, high] = [sorted[at], sorted[sorted.length - 1 - at]];
  if (low === undefined || high === undefined) throw new Error(`No interval of ${median(samples)}.`);
  return [low, high];
}
