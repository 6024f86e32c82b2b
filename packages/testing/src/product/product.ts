import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { openBrowser, type WireBrowser } from './browser.ts';
import { until } from './until.ts';

/** What `npm start` writes about itself. */
export type RunningFile = {
  pids: Record<string, number>;
  urls: Record<'web' | 'simulator' | 'mailbox' | 'smtp' | 'issuer' | 'stripe', string>;
  database: Record<'admin' | 'web' | 'worker' | 'jobs', string>;
  simulatorToken: string;
};

/** The product that runs, as a person with a browser, a mailbox and some simulated phones reaches it. */
export function openProduct(runningFile: string) {
  const running = () => JSON.parse(readFileSync(runningFile, 'utf8')) as RunningFile;
  const first = running();

  async function simulator<T>(method: string, path: string, input: Record<string, unknown> = {}): Promise<T> {
    const search = method === 'POST' ? '' : `?${new URLSearchParams(input as Record<string, string>)}`;
    const response = await fetch(`${first.urls.simulator}/control/${path}${search}`, {
      method,
      headers: { authorization: `Bearer ${first.simulatorToken}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify(input) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Asks the simulator of Stripe: its API by forms, or what only it has, as its clock. */
  async function stripe<T = { id: string }>(to: string, input: Record<string, string | number>): Promise<T> {
    const key = readFileSync(path.join(path.dirname(runningFile), 'stripe-key'), 'utf8').trim();
    const isControl = to.startsWith('_sim/');
    const response = await fetch(`${first.urls.stripe}/${to}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': isControl ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      body: isControl
        ? JSON.stringify(input)
        : new URLSearchParams(Object.entries(input).map(([name, value]): [string, string] => [name, String(value)])),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok)
      throw new Error(`Stripe’s simulator answered ${response.status} to ${to}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** A company that has bought so many seats of a plan, with a card that pays; answers its customer at the provider. */
  async function subscribe(workspaceId: string, order: Record<string, number>): Promise<{ customer: string }> {
    const prices = await Promise.all(
      Object.entries(order).map(async ([lookup, quantity]) => {
        const [row] = await priceOf(lookup);
        return { price: row?.id as string, quantity };
      }),
    );
    const { id: customer } = await stripe('v1/customers', {
      ...{ email: 'ana@taller.example', name: 'Ana Ruiz', 'address[country]': 'ES', 'address[postal_code]': '28013' },
    });
    await database(
      (sql) => sql`
        insert into guard.billing_account (account_id, provider, customer) select w.account_id, 'stripe', ${customer} from app.workspace w where w.id = ${workspaceId}
          on conflict (account_id) do update set provider = excluded.provider, customer = excluded.customer`,
    );
    await giveCard(customer, 'pm_card_visa');
    const items = prices.flatMap(({ price, quantity }, n) => [
      [`items[${n}][price]`, price],
      [`items[${n}][quantity]`, quantity],
    ]);
    await stripe('v1/subscriptions', { customer, 'automatic_tax[enabled]': 'true', ...Object.fromEntries(items) });
    await until('the provider to have told of it', () =>
      database(async (sql) => {
        const [row] = await sql`
          select 1 from guard.billing_account b where b.customer = ${customer} and b.state ->> 'state' = 'active'`;
        return row ?? null;
      }),
    );
    return { customer };
  }

  async function priceOf(lookup: string): Promise<{ id: string }[]> {
    const key = readFileSync(path.join(path.dirname(runningFile), 'stripe-key'), 'utf8').trim();
    const response = await fetch(
      `${first.urls.stripe}/v1/prices?${new URLSearchParams({ 'lookup_keys[0]': lookup })}`,
      {
        headers: { authorization: `Bearer ${key}` },
      },
    );
    return ((await response.json()) as { data: { id: string }[] }).data;
  }

  /** Another card, which is asked from now on. */
  async function giveCard(customer: string, card: string): Promise<void> {
    const { id } = await stripe(`v1/payment_methods/${card}/attach`, { customer });
    await stripe(`v1/customers/${customer}`, { 'invoice_settings[default_payment_method]': id });
  }

  const read = new Set<string>();
  const newestMail = async (email: string) => {
    const response = await fetch(`${first.urls.mailbox}/api/messages?to=${encodeURIComponent(email)}`);
    return ((await response.json()) as { id: string; subject: string }[])[0];
  };
  /** Leaves aside what is in a mailbox already, so that `codeFor` waits for what comes next. */
  async function skipMail(email: string): Promise<void> {
    const newest = await newestMail(email);
    if (newest) read.add(newest.id);
  }
  /** The code of the newest mail to an address; a mail whose code was given before is waited past. */
  async function codeFor(email: string): Promise<string> {
    return await until(`a mail with a code for ${email}`, async () => {
      const newest = await newestMail(email);
      const code = /\b(\d{6})\b/.exec(newest?.subject ?? '')?.[1];
      if (!newest || !code || read.has(newest.id)) return null;
      read.add(newest.id);
      return code;
    });
  }

  /** The link in the newest mail to an address that leads to a page. */
  async function linkFor(email: string, page: string): Promise<string> {
    return await until(`a mail with a link to ${page} for ${email}`, async () => {
      const response = await fetch(`${first.urls.mailbox}/api/messages?to=${encodeURIComponent(email)}`);
      const mails = (await response.json()) as { text: string }[];
      return mails[0]?.text.split(/\s/).find((word) => word.includes(`${page}#`));
    });
  }

  /** A new company with its owner signed in, in the browser that calls itself so. */
  async function signUp(
    business = 'Taller de prueba',
    agent?: string,
  ): Promise<{ browser: WireBrowser; workspaceId: string; email: string; password: string }> {
    const browser = openBrowser(first.urls.web, agent);
    const email = `prueba.${randomUUID()}@taller.example`;
    const password = 'un tren verde a Soria';
    const form = { name: 'Ana Ruiz', email, password, business, industry: 'cars', acceptsTerms: true };
    const { id } = await browser.mutate<{ id: string }>('auth.signUp', form);
    const { workspaceId } = await browser.mutate<{ workspaceId: string }>('auth.verify', {
      id,
      code: await codeFor(email),
    });
    // what is explained once is the business of its own journey
    await browser.mutate('sessionsSingle.noteSeen', { notice: 'single-session', answer: 'understood' });
    return { browser, workspaceId, email, password };
  }

  /** Connects a simulated number by QR and waits until it is open. */
  async function connectNumber(browser: WireBrowser, workspaceId: string, number: string): Promise<string> {
    await simulator('POST', 'accounts', { number, name: 'Taller de prueba' });
    const { id } = await browser.mutate<{ id: string }>('channels.create', {
      workspaceId,
      input: { name: 'Taller', driver: 'simulator' },
    });
    await browser.mutate('channels.connect', { workspaceId, input: { channelId: id } });
    const channel = async () =>
      (
        await browser.query<{ id: string; state: string; detail: { qr?: string } }[]>('channels.list', {
          workspaceId,
          input: {},
        })
      ).find((each) => each.id === id);
    const qr = await until('a QR on the connection', async () => (await channel())?.detail.qr);
    await simulator('POST', 'scan', { qr, number });
    await until('the number to open', async () => (await channel())?.state === 'open');
    return id;
  }

  /** The database as its superuser, for what no screen can do: a clock that has gone on, a login that was proved already. */
  async function database<T>(run: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = postgres(running().database.admin, { max: 1, onnotice: () => {} });
    try {
      return await run(sql);
    } finally {
      await sql.end({ timeout: 2 });
    }
  }

  /** A login of a person that waits for its last step only, as the cookies of the browser that proved it. */
  async function proveLogin(email: string): Promise<{ rd: string; rp: string }> {
    const [rd, rp] = [randomUUID(), randomUUID()];
    await database(
      (sql) => sql`
        insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
          select p.id, a.auth_epoch, sha256(convert_to(${rp}, 'UTF8')), sha256(convert_to(${rd}, 'UTF8')), array['pwd', 'email'], guard.clock() + interval '10 minutes'
            from guard.person p join guard.account a on a.person_id = p.id where p.email_key = lower(${email})`,
    );
    return { rd, rp };
  }

  return {
    running,
    urls: first.urls,
    database,
    stripe,
    subscribe,
    giveCard,
    proveLogin,
    simulator,
    codeFor,
    linkFor,
    skipMail,
    signUp,
    connectNumber,
  };
}
