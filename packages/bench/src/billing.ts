// program: how long the payment provider waits for an answer when it calls, and that nothing but writing the call down is done meanwhile. --calls N --at-once N
import { createHmac, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openDoor, SECRET } from '@recado/testing/billing/world';
import { createDatabase } from '@recado/testing/database';
import { startTestServer } from '@recado/testing/test-server';
import { finish, percentile, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '2000' }, 'at-once': { type: 'string', default: '4' } },
});
const [calls, atOnce] = [Number(values.calls), Number(values['at-once'])];
/** Milliseconds in which 99 of 100 calls are to be answered. */
const MOST_MS = 50;
/** Calls before the first that counts. */
const WARM = 100;

const server = await startTestServer({ tuning: 'durable' });
const results: Result[] = [];
try {
  const database = await createDatabase(server);
  // there is no provider behind it: a door that asked it for anything would not answer
  const door = await openDoor(database);
  const bodies = Array.from({ length: calls }, (_, n) => eventOf(n));
  await each(bodies.slice(0, WARM).map((_, n) => eventOf(-n - 1)));
  const before = await counts();
  say(
    `${calls} calls of ${(bodies[0]?.length ?? 0) >> 10} KB, ${atOnce} at once; each is signed, written down for good, and answered`,
  );
  for (const [name, sent] of [
    ['a call', await each(bodies)],
    ['the same once more', await each(bodies)],
  ] as const) {
    const samples = sent.map(({ ms }) => ms);
    results.push(
      show({ name: `${name}, 99 of 100`, unit: 'ms', samples, value: percentile(samples, 0.99), most: MOST_MS }),
      show({ name: `${name}, the median`, unit: 'ms', samples }),
      show({
        name: `${name}, not answered 200`,
        unit: 'calls',
        samples: [sent.filter(({ status }) => status !== 200).length],
        most: 0,
      }),
    );
  }
  const after = await counts();
  const grown = (name: keyof typeof after) => Math.abs(after[name] - before[name] - (name === 'others' ? 0 : calls));
  results.push(
    show({ name: 'calls written down twice or not at all', unit: 'calls', samples: [grown('events')], most: 0 }),
    show({ name: 'customers not asked for once by each', unit: 'calls', samples: [grown('asked')], most: 0 }),
    show({ name: 'other rows that were written', unit: 'rows', samples: [grown('others')], most: 0 }),
  );
  await door.close();
  await database.drop();

  async function counts() {
    const [row] = await database.admin`
      select (select count(*)::int from guard.billing_event) events,
        (select count(*)::int from jobs.outbox where name = 'billing/sync.requested') asked,
        (select count(*)::int from guard.billing_account) + (select count(*)::int from guard.billed_invoice)
          + (select count(*)::int from guard.outgoing_mail) + (select count(*)::int from jobs.outbox where name <> 'billing/sync.requested') others`;
    return row as { events: number; asked: number; others: number };
  }

  /** Sends them, so many at once, and says how long each waited. */
  async function each(sent: string[]): Promise<{ ms: number; status: number }[]> {
    const waiting = [...sent];
    const found: { ms: number; status: number }[] = [];
    const call = async () => {
      for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
        const headers = { 'content-type': 'application/json', 'stripe-signature': signed(body) };
        const started = performance.now();
        const { status } = await fetch(door.url, { method: 'POST', body, headers });
        found.push({ ms: performance.now() - started, status });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, call));
    return found;
  }
} finally {
  await server.stop();
}
process.exit(finish('billing', results));

/** An invoice that was paid, with as many lines as a large one has. */
function eventOf(n: number): string {
  const line = (of: number) => ({
    id: `il_${n}_${of}`,
    object: 'line_item',
    amount: 2900,
    description: 'Equipo: persona adicional',
  });
  const invoice = {
    ...{ id: `in_${n}`, object: 'invoice', customer: `cus_${n}`, status: 'paid', total: 290_000, currency: 'eur' },
    lines: { object: 'list', data: Array.from({ length: 60 }, (_, of) => line(of)) },
  };
  return JSON.stringify({
    ...{
      id: `evt_${randomUUID()}`,
      object: 'event',
      type: 'invoice.paid',
      livemode: false,
      api_version: '2026-10-28.endive',
    },
    ...{ created: Math.floor(Date.now() / 1000), data: { object: invoice } },
  });
}

function signed(body: string): string {
  const at = Math.floor(Date.now() / 1000);
  return `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')}`;
}
