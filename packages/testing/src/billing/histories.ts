import { isDeepStrictEqual } from 'node:util';
import type { BillingPicture, OrderLine } from '@recado/core/billing/contract';
import { deriveBillingState, planToHold, stops } from '@recado/core/billing/rules';
import { AppError } from '@recado/core/kernel';
import { presetOf } from '@recado/core/plans/rules';
import fc from 'fast-check';
import { createDatabase, type TestDatabase } from '../database.ts';
import type { TestServer } from '../test-server.ts';
import { type BilledWorkspace, type Door, openDoor, openWorld, type Telling, type World } from './world.ts';

const ORDERS: OrderLine[][] = [
  [{ priceKey: 'recado_starter_v1', quantity: 1 }],
  [{ priceKey: 'recado_pro_v1', quantity: 1 }],
  ...[2, 4, 7].map((quantity) => [
    { priceKey: 'recado_team_v1', quantity: 1 },
    { priceKey: 'recado_team_v1_seat', quantity },
  ]),
  [{ priceKey: 'recado_agency_v1', quantity: 1 }],
];

const CARDS = ['pm_card_visa', 'pm_card_okThenFails', 'pm_card_chargeCustomerFail', 'pm_card_authenticationRequired'];

const order = fc.constantFrom(...ORDERS);
const telling: fc.Arbitrary<Telling> = fc.oneof(
  fc.constantFrom<Telling>('in order', 'reversed', 'three times', 'late', 'lost'),
  fc.record({ shuffled: fc.nat(1_000) }),
);

/** What somebody does, the time that goes by, or how what happened is told. */
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), days: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const), how: telling }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('change' as const), to: order, when: fc.constantFrom('now', 'periodEnd') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('card' as const), card: fc.constantFrom(...CARDS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('buy' as const), what: order }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('cancel' as const), when: fc.constantFrom('now', 'periodEnd') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('resume' as const, 'pay' as const, 'look' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const history = fc.record({
  first: order,
  card: fc.constantFrom('pm_card_visa', 'pm_card_okThenFails'),
  acts: fc.array(act, { minLength: 2, maxLength: 9 }),
});

// what the provider refuses of a history that makes no sense is no fault
const allowed = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) && !String((error as { type?: string }).type).startsWith('Stripe')) throw error;
  }
};

async function perform(world: World, it: BilledWorkspace, each: Act): Promise<void> {
  const { billing, request } = world;
  switch (each.do) {
    case 'advance':
      await world.control('clock', { by: each.days * 86_400 });
      return;
    case 'tell':
      return await world.tell(each.how);
    case 'look':
      await Promise.all([world.hourly(), world.nightly(), world.work()]);
      return;
    case 'card':
      return await allowed(() => world.giveCard(it.customer, each.card));
  }
  const { subscription, invoices } = await billing.fetchState(it.customer);
  const id = subscription?.id ?? '';
  switch (each.do) {
    case 'buy':
      if (subscription && subscription.status !== 'canceled') return;
      return await allowed(() => world.subscribe(it.customer, each.what));
    case 'change': {
      const how = each.when === 'now' ? { when: 'now' as const, at: world.now() } : { when: 'periodEnd' as const };
      return await allowed(() => billing.change({ subscription: id, lines: each.to, ...how }, request()));
    }
    case 'cancel':
      return await allowed(() =>
        billing.cancel({ subscription: id, when: each.when as 'now' | 'periodEnd' }, request()),
      );
    case 'resume':
      return await allowed(() => billing.resume({ subscription: id }, request()));
    case 'pay':
      for (const { id: invoice, status } of invoices)
        if (status === 'open') await allowed(() => billing.pay({ invoice }, request()));
  }
}

/** What is wrong with what is kept of an account, beside what the provider says and what follows from that. */
async function faultsOf(world: World, database: TestDatabase, it: BilledWorkspace): Promise<string[]> {
  const { plans } = presetOf('recado');
  const theirs: BillingPicture = await world.billing.fetchState(it.customer);
  const { kept, theirs: said } = await world.mirror(it);
  const state = deriveBillingState(theirs, { trialEndsAt: null, fallsTo: 'nothing' }, world.now());
  const plan = planToHold(state, theirs, plans, { free: null, hadTrial: false });
  const outcome = await world.outcome(it);
  const [mails] = await database.admin`
    select count(*)::int as n from guard.outgoing_mail where recipient = ${it.owner.email}`;
  const wants = { state: state.state, stopped: stops(state), closed: stops(state), mails: outcome.mails.length };
  const has = {
    ...{ state: outcome.state, stopped: outcome.isStopped, closed: outcome.workspaceIsClosed },
    mails: mails?.n as number,
  };
  return [
    ...(isDeepStrictEqual(kept, said) ? [] : ['what is kept is not what the provider says']),
    ...(isDeepStrictEqual(has, wants) ? [] : [`it is ${JSON.stringify(has)} and should be ${JSON.stringify(wants)}`]),
    ...(plan && outcome.plan !== plan.plan ? [`it is on ${outcome.plan} and pays ${plan.plan}`] : []),
  ];
}

/** Where histories are lived one after the other: a database of its own, and the door that a provider calls. */
type Ground = { database: TestDatabase; door: Door; close(): Promise<void> };

async function openGround(server?: TestServer): Promise<Ground> {
  const database = await createDatabase(server);
  const door = await openDoor(database);
  return {
    ...{ database, door },
    async close() {
      await door.close();
      await database.drop();
    },
  };
}

/** How many live in one world after the other: a new one has its prices to make, an old one much to look through. */
const IN_ONE_WORLD = 30;

async function liveOn({ database, door }: Ground, cases: number, seed: number): Promise<void> {
  let world: World | null = null;
  let lived = 0;
  const check = fc.asyncProperty(history, async ({ first, card, acts }) => {
    if (!world || lived % IN_ONE_WORLD === 0) {
      await world?.close();
      world = await openWorld(database, door);
    }
    lived += 1;
    const it = await world.subscriber(card, first);
    for (const each of acts) await perform(world, it, each);
    await world.tell('in order');
    await world.nightly();
    const faults = await faultsOf(world, database, it);
    // the next one has the provider to itself
    const { subscription } = await world.billing.fetchState(it.customer);
    if (subscription && subscription.status !== 'canceled')
      await allowed(() => (world as World).stripe.subscriptions.cancel(subscription.id));
    await world.hush();
    await database.admin`delete from guard.billing_account`;
    if (faults.length > 0) throw new Error(faults.join('; '));
  });
  try {
    await fc.assert(check, { numRuns: cases, seed, endOnFailure: cases > 500 });
  } finally {
    await (world as World | null)?.close();
  }
}

/**
 * Random histories of accounts, told in random ways: when everything was told or looked for, what is kept is what the provider says, to the
 * letter, and so is everything that follows from it; every cause was told once. Several are lived at a time, each with a provider and a
 * database of its own. Throws with the shortest history that it finds otherwise.
 */
export async function tryHistories(
  { cases, seed, atOnce = 2 }: { cases: number; seed: number; atOnce?: number },
  server?: TestServer,
): Promise<void> {
  const grounds: Ground[] = [];
  try {
    for (let ground = 0; ground < atOnce; ground++) grounds.push(await openGround(server));
    const done = await Promise.allSettled(
      grounds.map((ground, nth) => liveOn(ground, Math.ceil((cases - nth) / atOnce), seed + nth)),
    );
    for (const each of done) if (each.status === 'rejected') throw each.reason;
  } finally {
    await Promise.all(grounds.map((ground) => ground.close()));
  }
}
