import { searchContacts } from '@recado/core/contacts';
import { searchMessages } from '@recado/core/conversations';
import type { Ctx } from '@recado/core/kernel';
import { plansOf } from '@recado/testing/tenancy/call-plans';
import { percentile, type Result, say, show } from '../report.ts';
import { compare } from './compare.ts';
import { workspaceAt } from './seed.ts';
import { TERMS } from './words.ts';

/** What people look for in the largest company: the same call with row security and by the tables' owner, whom it does not hold. */
export async function measureSearch(options: {
  adminUrl: string;
  pass: Buffer;
  workspace: number;
  inside: (workspaceId: string) => Ctx;
  outside: (workspaceId: string) => Ctx;
  rounds: number;
}): Promise<Result[]> {
  const { inside, outside, rounds } = options;
  const id = workspaceAt(options.workspace);
  const lines: Result[] = [];
  const all: number[] = [];
  const terms = { common: TERMS.common, rare: TERMS.rare, absent: TERMS.absent, 'old only': TERMS.old };
  for (const [name, text] of Object.entries(terms)) {
    const search = (ctx: Ctx) => async () => {
      const started = performance.now();
      await searchMessages(ctx, { text });
      if (ctx === within) all.push(performance.now() - started);
    };
    const within = inside(id);
    const { ratios, ours } = await compare(search(within), search(outside(id)), { rounds, calls: 10 });
    lines.push(
      show({ name: `messages that say something ${name}`, unit: 'ms', samples: ours }),
      show({
        name: `… with isolation ÷ without, ${name}`,
        unit: 'times',
        samples: ratios,
        byInterval: true,
        most: 1.3,
      }),
    );
  }
  for (const [name, text] of Object.entries({ 'two letters': TERMS.two, 'a rare name': TERMS.rareName })) {
    const within = inside(id);
    const search = (ctx: Ctx) => async () => {
      const started = performance.now();
      await searchContacts(ctx, { text });
      if (ctx === within) all.push(performance.now() - started);
    };
    const { ratios, ours } = await compare(search(within), search(outside(id)), { rounds, calls: 10 });
    lines.push(
      show({ name: `people by ${name}`, unit: 'ms', samples: ours }),
      show({
        name: `… with isolation ÷ without, ${name}`,
        unit: 'times',
        samples: ratios,
        byInterval: true,
        most: 1.3,
      }),
    );
  }
  lines.push(
    show({ name: 'search over all these terms, p95', unit: 'ms', samples: [percentile(all, 0.95)], most: 50 }),
    show({ name: 'search over all these terms, p99', unit: 'ms', samples: [percentile(all, 0.99)], most: 120 }),
    await assertIndexes(options.adminUrl, options.pass, id),
  );
  return lines;
}

/** The plan of a search by the web's role reads the index of words with the words as its condition, and never a table from end to end. */
async function assertIndexes(adminUrl: string, pass: Buffer, workspaceId: string): Promise<Result> {
  const call = `select app.search_messages('\\x${pass.toString('hex')}', null, '${workspaceId}', '${TERMS.rare}', false, null, null, 20, null, null, null, null, null, null, null)`;
  const { plans } = await plansOf(adminUrl, 'recado_web', [call]);
  const text = plans.join('\n');
  const uses = /Index Cond: [^\n]*@@/.test(text) && !/Seq Scan on message/.test(text);
  if (!uses) say(text.slice(0, 4_000));
  return show({ name: 'the words are a condition of the index', unit: 'yes', samples: [uses ? 1 : 0], least: 1 });
}
