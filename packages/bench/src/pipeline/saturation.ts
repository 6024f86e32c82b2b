import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createHints } from '@recado/db';
import postgres, { type Sql } from 'postgres';
import { cpuSeconds } from '../process-tree.ts';
import { median, type Result, say, show } from '../report.ts';
import { type BareProcess, startBare } from './bare-process.ts';
import { textFor } from './bare-protocol.ts';
import { openStage, type Stage, type StageDatabase } from './stage.ts';
import { addNumbers, type HeldNumber, pairNumbers, startWorker } from './worker-process.ts';

export type SaturationOptions = {
  numbers: number;
  customers: number;
  /** Messages of a round for each number. */
  inbound: number;
  outbound: number;
  rounds: number;
  directions: readonly Direction[];
  /** Node flags for worker and simulator, for profiles. */
  flags?: string[];
  /** Also prints which SQL functions were called how often, and what they took. */
  tracksFunctions?: boolean;
};
export type Direction = 'inbound' | 'outbound';

/** A way to hold the numbers. Each answers the seconds that a round took. */
type Variant = {
  name: string;
  numbers: string[];
  /** The processes that do its work, the simulator apart. */
  pids: number[];
  receive(perNumber: number, tag: string): Promise<number>;
  send(perNumber: number, tag: string): Promise<number>;
};

// sixty characters, about what people write
const TEXT = 'Hola, quería saber si mañana por la tarde os queda algún hueco';

/**
 * Throughput of ten numbers in one process when everybody writes at once: ours until the row is committed or the ack stored,
 * beside bare Baileys with its keys in memory and with its own file store, in rounds one after the other against one simulator.
 */
export async function saturation(options: SaturationOptions): Promise<Result[]> {
  const stage = await openStage(options.flags);
  const closing: (() => unknown)[] = [];
  try {
    const customers = Array.from({ length: options.customers }, (_, index) => String(34_698_000_000 + index));
    for (const number of customers)
      await stage.control.post('customers', { number, name: `Cliente ${number.slice(-2)}` });
    const numbersOf = (variant: number): string[] =>
      Array.from({ length: options.numbers }, (_, index) => String(34_600_000_000 + variant * 1000 + index));
    const database = await stage.newDatabase();
    const { admin } = database;
    if (options.tracksFunctions)
      await admin`do $$ begin execute format('alter database %I set track_functions = ''all''', current_database()); end $$`.simple();
    const ours = await openOurs(stage, database, numbersOf(1), customers, closing, options.flags);
    const bare = async (name: string, variant: number, folder?: string): Promise<Variant> => {
      const numbers = numbersOf(variant);
      const { wsUrl, controlUrl, token } = stage;
      const child = await startBare({ wsUrl, controlUrl, token, numbers, ...(folder ? { folder } : {}) });
      closing.push(() => child.stop());
      return bareVariant(stage, name, child, numbers, customers);
    };
    const memory = await bare('bare in memory', 2);
    const files = await bare('bare file store', 3, path.join(stage.folder, 'auth'));
    const variants = [ours, memory, files];
    say(`${options.numbers} numbers in one process each, ${options.customers} customers, ${options.rounds} rounds`);
    await warm(stage, variants);
    await admin`vacuum analyze`;

    const results: Result[] = [];
    for (const direction of options.directions) {
      const perNumber = options[direction];
      const work = new Map<Variant, number[]>();
      await admin`select pg_stat_reset()`;
      const rates = new Map<Variant, number[]>(variants.map((variant) => [variant, []]));
      for (let round = 0; round < options.rounds; round++) {
        // a different one begins each time
        for (let turn = 0; turn < variants.length; turn++) {
          const variant = variants[(turn + round) % variants.length] as Variant;
          const run = direction === 'inbound' ? variant.receive : variant.send;
          const before = [...variant.pids, stage.simulatorPid].map(cpuSeconds);
          const seconds = await run(perNumber, `${TEXT} ${direction} ${round}`);
          rates.get(variant)?.push((perNumber * options.numbers) / seconds);
          await stage.control.settled();
          const used = work.get(variant) ?? [];
          for (const [index, pid] of [...variant.pids, stage.simulatorPid].entries())
            used[index] = (used[index] ?? 0) + cpuSeconds(pid) - (before[index] as number);
          work.set(variant, used);
        }
      }
      for (const [variant, used] of work)
        sayWork(direction, variant, used, perNumber * options.numbers * options.rounds);
      if (options.tracksFunctions) await sayFunctions(admin, perNumber * options.numbers * options.rounds);
      results.push(...compare(direction, rates.get(ours) ?? [], rates.get(memory) ?? [], rates.get(files) ?? []));
    }
    await verify(admin);
    return results;
  } finally {
    for (const close of closing.reverse()) await close();
    await stage.close();
  }
}

/** Where the time goes: with the simulator at its limit, ratios of throughput say less than this. */
function sayWork(direction: Direction, { name }: Variant, seconds: number[], messages: number): void {
  const each = seconds.map((used) => ((used / messages) * 1000).toFixed(2));
  const what = name === 'ours' ? ['worker', 'Postgres', 'simulator'] : ['client', 'simulator'];
  say(`${direction}, ${name}: processor time per message ${what.map((who, n) => `${who} ${each[n]} ms`).join(', ')}`);
}

async function sayFunctions(admin: Sql, messages: number): Promise<void> {
  // a backend tells its figures when it is idle, at most once a second
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const rows = await admin<{ name: string; calls: number; total: number; self: number }[]>`
    select schemaname || '.' || funcname name, calls::float calls, total_time total, self_time self from pg_stat_user_functions
    order by self_time desc limit 16`;
  for (const { name, calls, total, self } of rows) {
    const each = (value: number): string => (value / messages).toFixed(3);
    say(`  ${name.padEnd(30)} per message: ${each(calls)} calls, ${each(total)} ms, of them ${each(self)} its own`);
  }
}

/** Sessions both ways, so that no round pays for first contacts; code that is warm everywhere. */
async function warm(stage: Stage, variants: Variant[]): Promise<void> {
  for (const variant of variants) {
    for (const [perNumber, direction] of [
      [20, 'receive'],
      [20, 'send'],
      [60, 'receive'],
      [40, 'send'],
    ] as const) {
      await variant[direction](perNumber, `${TEXT} warm`);
      await stage.control.settled();
    }
  }
}

function compare(direction: Direction, ours: number[], memory: number[], files: number[]): Result[] {
  const until = direction === 'inbound' ? 'until the row is committed' : 'until the ack is stored';
  const ratios = (others: number[]): number[] => ours.map((rate, round) => rate / (others[round] as number));
  const unit = 'messages/s';
  return [
    show({ name: `${direction}, ${until}`, unit, samples: ours, limit: median(memory), peer: median(files) }),
    show({ name: `${direction}, bare in memory`, unit, samples: memory }),
    show({ name: `${direction}, bare file store`, unit, samples: files }),
    show({ name: `${direction}, ours to bare in memory`, unit: 'x', samples: ratios(memory), limit: 1, least: 0.4 }),
    show({ name: `${direction}, ours to bare file store`, unit: 'x', samples: ratios(files), peer: 1, least: 1.5 }),
  ];
}

async function burst(stage: Stage, accounts: string[], customers: string[], count: number, tag: string): Promise<void> {
  await stage.control.post('burst', { accounts, customers, count, tag });
}

function bareVariant(stage: Stage, name: string, child: BareProcess, numbers: string[], customers: string[]): Variant {
  return {
    name,
    numbers,
    pids: [child.pid],
    async receive(perNumber, tag) {
      const { received } = await child.listen(perNumber * numbers.length);
      const began = performance.now();
      await Promise.all([received, burst(stage, numbers, customers, perNumber, tag)]);
      return (performance.now() - began) / 1000;
    },
    async send(perNumber, tag) {
      const began = performance.now();
      await child.send({ perNumber, customers, tag });
      return (performance.now() - began) / 1000;
    },
  };
}

async function openOurs(
  stage: Stage,
  database: StageDatabase,
  numbers: string[],
  customers: string[],
  closing: (() => unknown)[],
  flags: string[] = [],
): Promise<Variant> {
  const { admin } = database;
  const held = await addNumbers(admin, numbers, 2);
  const worker = await startWorker(stage, database, { flags });
  closing.push(() => worker.stop());
  await pairNumbers(stage, database, held);
  const jobs = postgres(database.jobsUrl, { max: 2, onnotice: () => {} });
  closing.push(() => jobs.end({ timeout: 1 }));
  const hints = createHints(jobs as never);
  const stored = async (): Promise<number> =>
    (await admin<{ n: number }[]>`select coalesce(sum(last_seq), 0)::integer n from app.conversation`)[0]?.n ?? 0;
  return {
    name: 'ours',
    numbers,
    pids: [worker.pid, stage.postgresPid],
    async receive(perNumber, tag) {
      const aim = (await stored()) + perNumber * numbers.length;
      const began = performance.now();
      const sent = burst(stage, numbers, customers, perNumber, tag);
      await until('every row to be committed', async () => (await stored()) >= aim);
      const seconds = (performance.now() - began) / 1000;
      await sent;
      return seconds;
    },
    async send(perNumber, tag) {
      await Promise.all(held.map((number) => queue(jobs, admin, number, perNumber, tag)));
      const began = performance.now();
      for (const { channelId } of held) hints.queued(channelId);
      await hints.flush();
      await until('every ack to be stored', async () => (await unsent(admin, held)) === 0);
      return (performance.now() - began) / 1000;
    },
  };
}

/** Puts messages into the send queue of a number through the door and function of the product, in one transaction. */
async function queue(jobs: Sql, admin: Sql, held: HeldNumber, count: number, tag: string): Promise<void> {
  const threads = await admin<{ id: string }[]>`
    select id from app.conversation where channel_id = ${held.channelId} order by id`;
  const rows = Array.from({ length: count }, (_, index) => ({
    conversation: threads[index % threads.length]?.id as string,
    providerId: `3EB0${randomBytes(9).toString('hex').toUpperCase()}`,
    text: textFor(tag, index),
  }));
  await jobs.begin(async (tx) => {
    await tx`select guard.enter_system(${held.workspaceId}, 'bench')`;
    await tx`select app.queue_message(${held.workspaceId}, q.conversation, gen_random_uuid(), q.provider_id, 'text', q.body, null,
        'api', null, null)
      from unnest(${rows.map((row) => row.conversation)}::uuid[], ${rows.map((row) => row.providerId)}::text[],
        ${rows.map((row) => row.text)}::text[]) with ordinality q(conversation, provider_id, body, n)`;
  });
}

/** How many messages of these numbers the server has not accepted yet; read through the send queue's own index. */
async function unsent(admin: Sql, held: HeldNumber[]): Promise<number> {
  const workspaces = [...new Set(held.map(({ workspaceId }) => workspaceId))];
  const [row] = await admin<{ n: number }[]>`select count(*)::integer n from app.message
    where workspace_id in ${admin(workspaces)} and status in (0, 1)`;
  return row?.n ?? 0;
}

/** A fast way to the wrong place would be worth nothing. */
async function verify(admin: Sql): Promise<void> {
  const [row] = await admin<{ failed: number; staged: number; doubled: number }[]>`select
    (select count(*)::integer from app.message where status = 2) failed,
    (select count(*)::integer from wa.staged_message) staged,
    (select count(*)::integer from (select 1 from app.message group by conversation_id, seq having count(*) > 1) q) doubled`;
  if (row?.failed || row?.staged || row?.doubled) throw new Error(`the pipeline left a mess: ${JSON.stringify(row)}`);
}

async function until(what: string, isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(`waited two minutes for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
