import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { readLive } from '../product/live-reader.ts';
import { openProduct } from '../product/product.ts';
import { until, untilNoneLeft } from '../product/until.ts';
import { seeded } from './seeded.ts';

export type KillOptions = {
  runningFile: string;
  kills: number;
  messages: number;
  seed: number;
  say(line: string): void;
};
export type KillReport = {
  kills: Record<string, number>;
  inbound: number;
  outbound: number;
  resent: number;
  problems: string[];
};

const CUSTOMERS = 8;
const TARGETS = ['worker', 'web', 'postgres'] as const;

/**
 * Kills worker, web server and Postgres with SIGKILL at random points while messages go both ways through the running product,
 * then looks at both ends: every message id once, none missing, order kept per address; and at a tab that was open all the time and
 * must know every message as it is by then. `problems` is empty when the promise held.
 */
export async function killRun(options: KillOptions): Promise<KillReport> {
  const random = seeded(options.seed);
  const product = openProduct(options.runningFile);
  const { browser, workspaceId } = await product.signUp();
  // a number lives in one workspace of the installation, so each run has its own, whatever its seed
  const run = String(Date.now()).slice(-6);
  const account = `3460${run}0`;
  const channelId = await product.connectNumber(browser, workspaceId, account);
  await product.simulator('POST', 'settings', { account, delivers: true, reads: false });
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => `3461${run}${n}`);
  for (const number of customers)
    await product.simulator('POST', 'customers', { number, name: `Cliente ${number.slice(-3)}` });

  const tab = readLive(product.urls.web, browser, workspaceId);
  const received = new Map<string, string[]>(customers.map((number) => [number, []]));
  const sent = new Map<string, string[]>(customers.map((number) => [number, []]));
  const conversations = new Map<string, string>();
  for (const number of customers) received.get(number)?.push(await write(number, 'Hola'));
  for (const number of customers) {
    conversations.set(
      number,
      await until(`the conversation of ${number}`, async () => {
        const rows = await browser.query<{ id: string; contact: { number: string } }[]>('conversations.list', {
          workspaceId,
          input: { limit: 100 },
        });
        return rows.find((row) => row.contact.number === number)?.id;
      }),
    );
  }

  async function write(number: string, text: string): Promise<string> {
    return (
      await product.simulator<{ id: string }>('POST', 'send', {
        from: number,
        account,
        text,
        addressing: random() < 0.5 ? 'pn' : 'lid',
      })
    ).id;
  }

  /** One message as a screen sends it: the same client id until the server has said yes. */
  async function answer(number: string, text: string): Promise<void> {
    const input = { conversationId: conversations.get(number), clientMessageId: randomUUID(), text };
    await until(
      `the server to take "${text}"`,
      () => browser.mutate('conversations.send', { workspaceId, input }),
      60_000,
    );
    sent.get(number)?.push(text);
  }

  let finished = false;
  const perCustomer = Math.ceil(options.messages / CUSTOMERS);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20 + random() * 180));
  // the traffic lasts as long as the killing does: each customer's thread is one conversation with itself, in order
  const traffic = customers.flatMap((number) => [
    (async () => {
      for (let n = 0; n < perCustomer || !finished; n++) {
        received.get(number)?.push(await write(number, `entra ${n}`));
        if (n >= perCustomer * 3) break;
        await pause();
        if (n >= perCustomer) await new Promise((resolve) => setTimeout(resolve, 500));
      }
    })(),
    (async () => {
      for (let n = 0; n < perCustomer || !finished; n++) {
        await answer(number, `sale ${n}`);
        if (n >= perCustomer * 3) break;
        await pause();
        if (n >= perCustomer) await new Promise((resolve) => setTimeout(resolve, 500));
      }
    })(),
  ]);
  const kills: Record<string, number> = {};
  const killing = (async () => {
    for (let n = 0; n < options.kills; n++) {
      await new Promise((resolve) => setTimeout(resolve, 100 + random() * 900));
      const target = TARGETS[n % TARGETS.length] as (typeof TARGETS)[number];
      const pid = await until(`${target} to run`, () => product.running().pids[target]);
      process.kill(pid, 'SIGKILL');
      kills[target] = (kills[target] ?? 0) + 1;
      options.say(`kill ${n + 1}/${options.kills}: ${target}`);
      await until(
        `${target} to come back`,
        () => {
          const now = product.running().pids[target];
          return now !== undefined && now !== pid;
        },
        120_000,
      );
    }
    finished = true;
  })();
  await Promise.all([killing, ...traffic]);

  const sql = postgres(product.running().database.admin, { max: 1, onnotice: () => {} });
  try {
    return { kills, ...(await compare()) };
  } finally {
    await tab.stop();
    await sql.end({ timeout: 1 });
  }

  async function compare(): Promise<Omit<KillReport, 'kills'>> {
    const inbound = [...received.values()].flat();
    const outbound = [...sent.values()].flat();
    const stored = () =>
      until(
        'the database',
        async () =>
          await sql<
            {
              id: string;
              provider_id: string;
              body: string;
              direction: string;
              status: number;
              number: string;
              seq: number;
            }[]
          >`
          select m.id, m.provider_id, m.body, m.direction, m.status, i.value number, m.seq::integer seq from app.message m
            join app.conversation v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
            join app.contact_identity i on i.workspace_id = m.workspace_id and i.contact_id = v.contact_id and i.kind = 'wa_pn'
          where m.workspace_id = ${workspaceId} and m.channel_id = ${channelId} order by m.seq`,
      );
    const problems: string[] = [];
    // what is left after a hundred kills is as long as the machine is slow: as long as it moves, it is waited for
    const open = async () => {
      const rows = await stored();
      const ids = new Set(rows.filter((row) => row.direction === 'in').map((row) => row.provider_id));
      const out = rows.filter((row) => row.direction === 'out');
      // each claim, ack and receipt is a step of its own
      return (
        inbound.filter((id) => !ids.has(id)).length + out.reduce((sum, row) => sum + Math.max(0, 4 - row.status), 0)
      );
    };
    await untilNoneLeft(open, { patienceMs: 60_000, boundMs: 900_000 }).catch((error: Error) =>
      problems.push(`not every message arrived: ${error.message}`),
    );
    const rows = await stored();
    const untold = () =>
      rows.filter(
        (row) => !tab.rows.has(row.id) || (row.direction === 'out' && tab.rows.get(row.id)?.status !== 'delivered'),
      );
    await untilNoneLeft(() => untold().length, { patienceMs: 15_000, boundMs: 120_000 }).catch(() =>
      problems.push(
        `the open tab was not told of ${untold().length} messages as they are (${untold()[0]?.provider_id})`,
      ),
    );
    if (tab.resets() > 0) problems.push(`the open tab had to begin anew ${tab.resets()} times`);
    let resent = 0;
    for (const number of customers) {
      const own = rows.filter((row) => row.number === number);
      const came = own.filter((row) => row.direction === 'in').map((row) => row.provider_id);
      same(problems, `${number} inbound`, came, received.get(number) ?? []);
      same(
        problems,
        `${number} queued`,
        own.filter((row) => row.direction === 'out').map((row) => row.body),
        sent.get(number) ?? [],
      );
      const phone = await product.simulator<{ direction: string; id: string; text: string; resent: number }[]>(
        'GET',
        'messages',
        { account, customer: number, phone: 'customer' },
      );
      const shown = phone.filter((each) => (sent.get(number) ?? []).includes(each.text));
      same(
        problems,
        `${number} on the customer's phone`,
        shown.map((each) => each.text),
        sent.get(number) ?? [],
      );
      resent += shown.reduce((sum, each) => sum + (each.resent ?? 0), 0);
      if (new Set(shown.map((each) => each.id)).size !== shown.length)
        problems.push(`${number}: an id stands twice on the phone`);
    }
    return { inbound: inbound.length, outbound: outbound.length, resent, problems };
  }
}

/** Same members, each once, in the same order; says what is missing, doubled or out of place. */
function same(problems: string[], what: string, found: string[], expected: string[]): void {
  const missing = expected.filter((each) => !found.includes(each));
  const doubled = found.filter((each, n) => found.indexOf(each) !== n);
  const strange = found.filter((each) => !expected.includes(each));
  if (missing.length > 0) problems.push(`${what}: ${missing.length} missing (${missing.slice(0, 3).join(', ')})`);
  if (doubled.length > 0) problems.push(`${what}: ${doubled.length} doubled (${doubled.slice(0, 3).join(', ')})`);
  if (strange.length > 0)
    problems.push(`${what}: ${strange.length} that nobody sent (${strange.slice(0, 3).join(', ')})`);
  if (missing.length + doubled.length + strange.length === 0 && found.join() !== expected.join()) {
    const at = found.findIndex((each, n) => each !== expected[n]);
    problems.push(
      `${what}: out of order at ${at} (${found.slice(at, at + 3).join(', ')} for ${expected.slice(at, at + 3).join(', ')})`,
    );
  }
}
