import { listContacts } from '@recado/core/contacts';
import { countConversations, listConversations, listMessages } from '@recado/core/conversations';
import { conversationViews } from '@recado/core/conversations/contract';
import type { Ctx } from '@recado/core/kernel';
import { readHome } from '@recado/core/reports';
import type { Sql } from 'postgres';
import { median, percentile, type Result, show } from '../report.ts';
import { type Call, compare, middleOf } from './compare.ts';
import { PERSON, thingAt, workspaceAt } from './seed.ts';
import { bareScan, chatwoot, evolution, ourPage, ticketz, whaticket } from './shapes.ts';

type Desk = { owner: Sql; ctx: (workspaceId: string) => Ctx; conversations: readonly number[]; rounds: number };

/** The newest page, page 1,000 by key, a thread and the counters; ours bare and behind the doors, beside the bare scan and the shapes of others. */
export async function measureLists({ owner, ctx, conversations, rounds }: Desk): Promise<Result[]> {
  const lines: Result[] = [];
  const size = { rounds, calls: 40 };
  const largest = conversations.length - 1;
  const [small, large] = [workspaceAt(0), workspaceAt(largest)];
  const times = (name: string, samples: number[], bound: object) =>
    lines.push(show({ name, unit: 'times', samples, byInterval: true, ...bound }));

  for (const [n, count] of conversations.entries()) {
    const id = workspaceAt(n);
    const bare = await compare(
      () => ourPage(owner, id),
      () => bareScan(owner, id),
      size,
    );
    lines.push(
      show({ name: `newest page of ${count}, bare`, unit: 'ms', samples: bare.ours, limit: median(bare.plain) }),
    );
    times(`newest page of ${count} ÷ the bare covering scan`, bare.ratios, { most: 2 });
  }
  const grown = await compare(
    () => ourPage(owner, large),
    () => ourPage(owner, small),
    size,
  );
  times(`growth of the page from ${conversations[0]} to ${conversations[largest]}`, grown.ratios, { most: 1.2 });
  const behind = await compare(
    () => listConversations(ctx(large), {}),
    () => listConversations(ctx(small), {}),
    size,
  );
  times('growth of the page behind our doors', behind.ratios, { most: 1.2 });

  const besideTicketz = await compare(
    () => ticketz(owner, large),
    () => ourPage(owner, large),
    size,
  );
  times('shape of Ticketz ÷ our page, bare', besideTicketz.ratios, { least: 1.4, peer: median(besideTicketz.ours) });
  const doored = await compare(
    () => listConversations(ctx(large), {}),
    () => ticketz(owner, large),
    size,
  );
  lines.push(
    show({ name: 'newest page behind our doors', unit: 'ms', samples: doored.ours, peer: median(doored.plain) }),
  );
  times('our page behind doors and isolation ÷ shape of Ticketz bare', doored.ratios, { most: 1 });
  const few = { rounds: Math.min(rounds, 15), calls: 3 };
  const whole = await compare(
    () => chatwoot(owner, large, PERSON),
    () => ourPage(owner, large),
    few,
  );
  times("Chatwoot's whole request ÷ our page, bare", whole.ratios, { least: 50, peer: median(whole.ours) });
  const ticket = await compare(
    () => whaticket(owner, large),
    () => ourPage(owner, large),
    few,
  );
  times('shape of Whaticket ÷ our page, bare', ticket.ratios, { peer: median(ticket.ours) });
  lines.push(await onceOf('shape of Evolution, once', () => evolution(owner, large)));

  // the deepest page that there is, where there are fewer than a thousand
  const pages = Math.min(999, Math.floor(((conversations[largest] as number) * 0.6) / 40));
  const before = await keyOf(owner, large, 40 * pages);
  const paged = await compare(
    () => listConversations(ctx(large), { before }),
    () => listConversations(ctx(large), {}),
    size,
  );
  times(`page ${pages + 1} by key ÷ the newest page`, paged.ratios, { most: 1.2 });

  for (const view of conversationViews) {
    const taken = await timesOf(() => listConversations(ctx(large), { view }), 60);
    lines.push(
      show({ name: `view "${view}" behind our doors, p95`, unit: 'ms', samples: [percentile(taken, 0.95)], most: 150 }),
    );
  }

  // one of those that have 220 messages
  const thread = thingAt('b3', largest, 50);
  const opened = await compare(
    () => listMessages(ctx(large), { conversationId: thread }),
    () =>
      owner`select m.* from app.message m where m.workspace_id = ${large} and m.conversation_id = ${thread} order by m.seq desc limit 50`,
    size,
  );
  lines.push(
    show({ name: 'a thread opens, behind our doors', unit: 'ms', samples: opened.ours, limit: median(opened.plain) }),
  );
  const counted = await compare(
    () => countConversations(ctx(large), {}),
    () =>
      owner`select count(*) from app.conversation x where x.workspace_id = ${large} and x.unread_count > 0 and x.status in ('open', 'in_progress', 'waiting')`,
    size,
  );
  lines.push(
    show({ name: 'all counters, behind our doors', unit: 'ms', samples: counted.ours, limit: median(counted.plain) }),
  );
  // as the hourly job leaves it: the home adds only what was stored since
  for (const id of [small, large])
    await owner.begin(async (tx) => {
      await tx`select guard.enter_system(${id}, 'bench')`;
      await tx`select app.roll_up_usage(${id})`;
    });
  for (const [name, call] of Object.entries({
    'first page of contacts': (id: string) => listContacts(ctx(id), {}),
    'home of a workspace': (id: string) => readHome(ctx(id), {}),
  })) {
    const taken = await timesOf(() => call(large), 60);
    lines.push(show({ name: `${name}, p95`, unit: 'ms', samples: [percentile(taken, 0.95)], most: 150 }));
    const { ratios } = await compare(
      () => call(large),
      () => call(small),
      { rounds: 7, calls: 15 },
    );
    lines.push(show({ name: `growth: ${name}`, unit: 'times', samples: ratios }));
  }
  const countGrowth = await compare(
    () => countConversations(ctx(large), {}),
    () => countConversations(ctx(small), {}),
    size,
  );
  lines.push(show({ name: 'growth of the counters', unit: 'times', samples: countGrowth.ratios }));
  return lines;
}

/** What each of so many calls took, in milliseconds. */
async function timesOf(call: Call, calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) times.push(await middleOf(call, 1));
  return times;
}

async function onceOf(name: string, call: Call): Promise<Result> {
  return show({ name, unit: 'ms', samples: [await middleOf(call, 1)] });
}

/** The key of the row before which a page begins, of the view that is listed. */
async function keyOf(owner: Sql, workspaceId: string, at: number): Promise<{ lastMessageAt: string; id: string }> {
  const [row] = await owner`
    select x.id, app.iso(x.last_message_at) at from app.conversation x where x.workspace_id = ${workspaceId} and x.status in ('open', 'in_progress', 'waiting')
     order by x.last_message_at desc, x.id desc offset ${at} limit 1`;
  if (!row) throw new Error('there are not so many conversations');
  return { lastMessageAt: row.at as string, id: row.id as string };
}
