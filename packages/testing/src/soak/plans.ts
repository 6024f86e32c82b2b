// program: `npm run soak -- plans [--workspaces 50]`
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { fillForPlans, judgePlans, planCases, plansOf } from '../tenancy/call-plans.ts';
import { startTestServer } from '../test-server.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export type PlansSoakOptions = {
  /** Companies; each has 1,000 conversations of 20 messages. */
  workspaces?: number;
  log?: (line: string) => void;
};

/**
 * A million messages in 50,000 conversations of 50 companies: every hot call must stand on its index by the planner's own choice,
 * beneath row security. Logs the time of each call; throws when a plan is wrong.
 */
export async function run({ workspaces = 50, log = print }: PlansSoakOptions = {}): Promise<void> {
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const adminUrl = Object.assign(new URL(server.adminUrl), { pathname: `/${name}` }).href;
    const started = performance.now();
    await fillForPlans(adminUrl, { workspaces, conversations: 1_000, messages: 20 });
    log(
      `plans: ${(workspaces * 20_000).toLocaleString('en')} messages made in ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    const wrong: string[] = [];
    // a horizon before everything: the reader that has the most to catch up with
    for (const each of planCases(Math.ceil(workspaces / 2), '3')) {
      const { plans } = await plansOf(adminUrl, each.role, [each.statement]);
      wrong.push(...judgePlans(each, plans));
      const times = await timesOf(adminUrl, each.role, each.statement);
      log(
        `plans: ${each.name.padEnd(28)} first call ${times.first.toFixed(1)} ms, then p50 ${times.p50.toFixed(2)} ms`,
      );
    }
    if (wrong.length > 0) throw new Error(`Plans that do not hold at size:\n${wrong.join('\n')}`);
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
}

/** The first call of a connection, which plans, and the middle one of 40 more. */
async function timesOf(adminUrl: string, role: string, statement: string): Promise<{ first: number; p50: number }> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const connection = await sql.reserve();
  const times: number[] = [];
  try {
    for (let n = 0; n < 41; n += 1) {
      await connection.unsafe(`begin; set local role ${role}`);
      const started = performance.now();
      await connection.unsafe(statement);
      times.push(performance.now() - started);
      await connection.unsafe('rollback');
    }
  } finally {
    connection.release();
    await sql.end({ timeout: 1 });
  }
  const [first = 0, ...rest] = times;
  return { first, p50: rest.sort((a, b) => a - b)[20] ?? 0 };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { workspaces: { type: 'string' } } });
  await run({ workspaces: Number(values.workspaces ?? 50) });
}
