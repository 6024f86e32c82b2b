import { decideSession, decideShrink, type LiveSession } from '@recado/core/identity/rules';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePerson, openTestSession, type TestPerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let stranger: TestPerson;
beforeAll(async () => {
  db = await createDatabase();
  stranger = await makePerson(db.admin);
});
afterAll(async () => {
  await db.drop();
});

type Step =
  | { do: 'login'; device: number; former: number | null }
  | { do: 'expire'; which: number; how: 'idle' | 'absolute' }
  | { do: 'trust'; device: number }
  | { do: 'limit'; limit: number };

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('login' as const), device: fc.nat(5), former: fc.option(fc.nat(5)) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('expire' as const),
      which: fc.nat(5),
      how: fc.constantFrom('idle' as const, 'absolute' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trust' as const), device: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), limit: fc.integer({ min: 1, max: 4 }) }) },
);

type Row = {
  id: string;
  seq: string;
  slot: number;
  device_id: string | null;
  idle: Date;
  absolute: Date;
  input: Date;
  ended: boolean;
  reason: string | null;
  trusted: boolean;
};
const sessionsOf = async (personId: string) =>
  (await db.admin`select id, seq, slot, device_id, idle_expires_at idle, abs_expires_at absolute, last_input_at input, ended_at is not null ended, end_reason reason,
      coalesce((select d.trusted_until > now() from guard.device d where d.id = device_id), false) trusted
    from guard.session where person_id = ${personId} order by seq`) as unknown as Row[];

test('the database decides every login as the rule does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(step, { minLength: 2, maxLength: 14 }),
      async (limit, steps: Step[]) => {
        const person = await makePerson(db.admin, { sessionLimit: limit });
        const prefix = person.id;
        const passes = new Map<string, Buffer>();
        // two browsers that somebody else uses too: their devices stay with whoever came first
        for (const shared of [4, 5]) await openTestSession(db.hasty, stranger.id, { device: `${prefix} ${shared}` });
        let policy = limit;
        for (const each of steps) {
          const before = await sessionsOf(person.id);
          if (each.do === 'limit') {
            policy = each.limit;
            await shrink(person.id, policy, before);
          } else if (each.do === 'trust') {
            await db.admin`
              update guard.device set trust_slot = 1, trusted_until = now() + interval '30 days'
               where secret_hash = sha256(convert_to(${`${prefix} ${each.device}`}, 'UTF8')) and person_id = ${person.id}
                 and not exists (select 1 from guard.device d where d.person_id = ${person.id} and d.trust_slot = 1)`;
          } else if (each.do === 'expire') {
            const session = before[each.which % Math.max(1, before.length)];
            if (!session) continue;
            const column = each.how === 'idle' ? 'idle_expires_at' : 'abs_expires_at';
            await db.admin`update guard.session set ${db.admin(column)} = now() - interval '1 second' where id = ${session.id}`;
          } else {
            await login(
              person.id,
              `${prefix} ${each.device}`,
              each.former === null ? null : (before[each.former % Math.max(1, before.length)] ?? null),
              before,
              policy,
              passes,
            );
          }
        }
      },
    ),
    { numRuns: 60, seed: 20_261_120, endOnFailure: false },
  );
}, 60_000);

async function login(
  personId: string,
  device: string,
  former: Row | null,
  before: Row[],
  limit: number,
  passes: Map<string, Buffer>,
): Promise<void> {
  const [known] =
    await db.admin`select id from guard.device where secret_hash = sha256(convert_to(${device}, 'UTF8')) and person_id = ${personId}`;
  const live: LiveSession[] = before
    .filter((each) => !each.ended)
    .map((each) => ({
      id: each.id,
      seq: Number(each.seq),
      slot: each.slot,
      deviceId: each.device_id,
      isTrusted: each.trusted,
      idleExpiresAt: each.idle.getTime(),
      absoluteExpiresAt: each.absolute.getTime(),
    }));
  const decision = decideSession({
    policy: { limit },
    live,
    arriving: { deviceId: known?.id ?? null, formerSessionId: former?.id ?? null },
    now: Date.now(),
  });
  const opened = await openTestSession(db.hasty, personId, {
    device,
    former: former ? (passes.get(former.id) ?? null) : null,
  });
  passes.set(opened.sessionId, opened.pass);
  const after = await sessionsOf(personId);
  const endedNow = after.filter((each) => each.ended && live.some((was) => was.id === each.id));
  const ended = (...reasons: string[]) =>
    endedNow
      .filter((each) => reasons.includes(each.reason ?? ''))
      .map((each) => each.id)
      .sort();
  expect(ended('idle', 'absolute')).toEqual(decision.expired.map((each) => each.id).sort());
  for (const each of decision.expired) expect(after.find((row) => row.id === each.id)?.reason).toBe(each.because);
  expect(ended('replaced')).toEqual(decision.replaced ? [decision.replaced] : []);
  expect(ended('displaced')).toEqual([...decision.displaced].sort());
  expect(after.find((each) => each.id === opened.sessionId)).toMatchObject({ slot: decision.slot, ended: false });
}

/** A change of plan: what is too much ends as the rule says, and what stays moves into the places that are left. */
async function shrink(personId: string, limit: number, before: Row[]): Promise<void> {
  const now = Date.now();
  const live = before.filter((each) => !each.ended && each.idle.getTime() > now && each.absolute.getTime() > now);
  const actingId = live[Math.floor(live.length / 2)]?.id ?? null;
  const decision = decideShrink({
    limit,
    live: live.map((each) => ({ id: each.id, seq: Number(each.seq), lastInputAt: each.input.getTime() })),
    actingId,
  });
  await db.admin`select guard.set_session_limit(${personId}, ${limit}, ${actingId})`;
  const after = await sessionsOf(personId);
  const ended = after.filter((each) => each.reason === 'limit' && live.some((was) => was.id === each.id));
  expect(ended.map((each) => each.id).sort()).toEqual([...decision.ended].sort());
  const slots = after.filter((each) => !each.ended).map((each) => each.slot);
  expect(new Set(slots).size).toBe(slots.length);
  expect(slots.every((slot) => slot <= limit)).toBe(true);
}
