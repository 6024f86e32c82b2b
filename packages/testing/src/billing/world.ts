import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BillingProvider, BillingState, OrderLine } from '@recado/core/billing/contract';
import { pricesToSell } from '@recado/core/billing/rules';
import { presetOf } from '@recado/core/plans/rules';
import { connect } from '@recado/db';
import { stripeBilling } from '@recado/integrations/billing';
import { parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { KEY, openAccount } from '../../../../apps/stripe-simulator/src/testing/open-account.ts';
import { createBillingDoor } from '../../../../apps/web/src/server/billing-door.ts';
import { lookAtAccounts } from '../../../jobs/src/billing/every-hour-billing.handler.ts';
import { reconcile } from '../../../jobs/src/billing/every-night-billing.handler.ts';
import { orderAsked } from '../../../jobs/src/billing/on-order-asked.handler.ts';
import { syncRequested } from '../../../jobs/src/billing/on-sync-requested.handler.ts';
import type { Steps } from '../../../jobs/src/job.ts';
import type { JobServices } from '../../../jobs/src/services.ts';
import { makeWorkspace, type TestWorkspace } from '../companies.ts';
import type { TestDatabase } from '../database.ts';

export const SECRET = 'whsec_recado0000';

/** How what happened is told: in order or not, several times, hours later, or not at all until somebody looks. */
export type Telling = 'in order' | 'reversed' | 'three times' | 'late' | 'lost' | { shuffled: number };

export type BilledWorkspace = TestWorkspace & { customer: string };

/** What became of an account, as far as it may not depend on how it was told. */
export type Outcome = {
  plan: string;
  state: BillingState['state'];
  isStopped: boolean;
  workspaceIsClosed: boolean;
  mails: string[];
};

/** The door that the provider calls, as the web process serves it, over a database; calls are taken for whichever simulator asks. */
export async function openDoor(database: TestDatabase) {
  const web = connect(database.webUrl, { name: 'billing-web', max: 4 });
  const jobs = connect(database.jobsUrl, { name: 'billing-jobs', max: 6 });
  const log: string[] = [];
  const port = await (async () => {
    const billing = stripeBilling({ secretKey: KEY, webhookSecrets: [SECRET] });
    const door = createBillingDoor(billing);
    const pub = {
      ...{ db: web, ports: { hints: { emitted: () => {} } }, origin: { address: '203.0.113.9' } },
      log: { warn: ({ refusal }: { refusal: string }) => void log.push(refusal) },
    } as never;
    const server = createServer((request, response) => {
      door.billingEvent(request, response, { pub }).catch(() => response.writeHead(500).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, port: (server.address() as AddressInfo).port };
  })();
  return {
    url: `http://127.0.0.1:${port.port}/webhooks/stripe`,
    refusals: log,
    /** The connections of the jobs that listen behind it: whoever opens several worlds on one door has them once. */
    jobs,
    async close() {
      port.server.closeAllConnections();
      port.server.close();
      await Promise.all([web.end({ timeout: 1 }), jobs.end({ timeout: 1 })]);
    },
  };
}

export type Door = Awaited<ReturnType<typeof openDoor>>;

/** A provider of one's own, with the catalogue's prices, that calls the door; and the jobs that listen. */
export async function openWorld(database: TestDatabase, door: Door, start = '2026-01-10T10:00:00Z') {
  const account = await openAccount(start, { webhook: { url: door.url, secret: SECRET } });
  const { simulator, stripe, control } = account;
  const now = () => new Date(simulator.engine.sim.now() * 1000);
  const api = { host: '127.0.0.1', port: simulator.port, protocol: 'http' } as const;
  const billing: BillingProvider = stripeBilling({ secretKey: KEY, webhookSecrets: [SECRET], api, now });
  await billing.writePrices(pricesToSell(presetOf('recado').plans));
  const log = createLogger({ name: 'billing', level: 'silent' });
  const services = {
    ...{
      db: door.jobs,
      log,
      billing,
      clock: { now },
      keyring: parseKeyring(`k1:${randomBytes(32).toString('base64')}`),
    },
    ports: { hints: { emitted: () => {} } },
  } as unknown as JobServices;
  const steps = { run: async (_id: string, work: () => unknown) => await work() } as unknown as Steps;
  const context = { steps, services, runId: randomUUID(), log };
  await control('delivery', { hold: true });
  let requests = 0;

  /** Runs what the door has asked for, as the engine does it: what is said of one customer within seconds is one run. */
  async function work(): Promise<number> {
    const asked = await database.admin`
      with taken as (delete from jobs.outbox where name = 'billing/sync.requested' returning data) select distinct data from taken`;
    for (const { data } of asked)
      await syncRequested({ ...context, event: { id: 'e', name: 'billing/sync.requested', at: now(), data } });
    const orders = await database.admin`
      delete from jobs.outbox where name = 'billing/order.asked' returning data`;
    for (const { data } of orders)
      await orderAsked({ ...context, event: { id: 'o', name: 'billing/order.asked', at: now(), data } });
    return asked.length;
  }

  /** Begins a subscription that the customer's card pays. */
  async function subscribe(customer: string, lines: OrderLine[]): Promise<void> {
    const { data } = await stripe.prices.list({ lookup_keys: lines.map(({ priceKey }) => priceKey) });
    const price = (key: string) => data.find(({ lookup_key }) => lookup_key === key)?.id as string;
    const items = lines.map(({ priceKey, quantity }) => ({ price: price(priceKey), quantity }));
    await stripe.subscriptions.create({ customer, items });
  }

  return {
    ...{ ...account, billing, services, now, work, subscribe },
    request: () => `request-${++requests}`,
    hourly: () => lookAtAccounts(context),
    nightly: () => reconcile(context),
    /** A business with a customer at the provider; who has a card already, or goes to the till. */
    async subscriber(card: string | null = null, lines: OrderLine[] = []): Promise<BilledWorkspace> {
      const workspace = await makeWorkspace(database.admin);
      const { id: customer } = await account.customer(card);
      await database.admin`insert into guard.billing_account (account_id, provider, customer) values (${workspace.accountId}, 'stripe', ${customer})`;
      if (lines.length > 0) await subscribe(customer, lines);
      return { ...workspace, customer };
    },
    /** Pays at the till that the provider shows. */
    async pay(url: string, card: string): Promise<void> {
      await fetch(url, {
        ...{ method: 'POST', redirect: 'manual' },
        body: new URLSearchParams({
          ...{ action: 'pay', card, email: 'ana@example.com', name: 'Ana SL', country: 'ES', postal_code: '28001' },
          ...{ line1: 'Calle 1', city: 'Madrid' },
        }),
      });
    },
    async giveCard(customer: string, card: string): Promise<void> {
      const { id } = await stripe.paymentMethods.attach(card, { customer });
      await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
      // the till left one with the subscription, which goes first
      const { data } = await stripe.subscriptions.list({ customer, limit: 100 });
      for (const each of data) await stripe.subscriptions.update(each.id, { default_payment_method: id });
    },
    subscriptionOf: async (customer: string): Promise<string> =>
      (await billing.fetchState(customer)).subscription?.id as string,
    /** Lets what has happened be told, and everybody act on it. */
    async tell(how: Telling): Promise<void> {
      if (how === 'late') await control('clock', { by: 7_200 });
      const mode = how === 'reversed' ? 'reverse' : typeof how === 'object' ? 'shuffle' : 'inorder';
      await control('delivery', {
        ...{ hold: true, mode, drop: how === 'lost' ? 100 : 0, duplicate: how === 'three times' ? 2 : 0 },
        seed: typeof how === 'object' ? how.shuffled : 1,
      });
      await control('flush', {});
      await work();
      // what was lost is found in the night
      if (how === 'lost') await reconcile(context);
      await lookAtAccounts(context);
    },
    /** Lets nobody hear of what has happened. */
    async hush(): Promise<void> {
      await control('delivery', { hold: true, drop: 100 });
      await control('flush', {});
    },
    async outcome({ accountId, id }: TestWorkspace): Promise<Outcome> {
      const [row] = await database.admin`
        select a.plan, b.state ->> 'state' state, b.stopped_at is not null stopped, w.deactivated_at is not null closed,
            (select coalesce(array_agg(n.kind order by n.told_at, n.kind), '{}') from guard.billing_notice n where n.account_id = a.id) mails
          from app.account a join guard.billing_account b on b.account_id = a.id join app.workspace w on w.id = ${id} where a.id = ${accountId}`;
      return {
        ...{ plan: row?.plan, state: row?.state, isStopped: row?.stopped, workspaceIsClosed: row?.closed },
        mails: row?.mails,
      };
    },
    /** What is kept of an account beside what the provider says of it at this moment. */
    async mirror({ accountId, customer }: BilledWorkspace): Promise<{ kept: unknown; theirs: unknown }> {
      const [row] = await database.admin`select picture from guard.billing_account where account_id = ${accountId}`;
      const { readAt: _, ...theirs } = await billing.fetchState(customer);
      return { kept: row?.picture, theirs: JSON.parse(JSON.stringify(theirs)) };
    },
    async close() {
      // whoever comes next has another provider
      await database.admin`delete from guard.billing_account`;
      await account.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
