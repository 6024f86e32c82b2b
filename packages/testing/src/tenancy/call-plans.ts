import postgres from 'postgres';
import { labelledPass } from '../passes.ts';

export type CallPlans = {
  /** The plan of each statement that the calls ran, nested ones included. */
  plans: string[];
  ms: number;
};

/**
 * Runs statements in one transaction under a role and answers the plans that the server really used, also inside functions.
 * With `seqScans: false` the planner shows which index it can walk even where a table is small. The transaction is undone.
 */
export async function plansOf(
  adminUrl: string,
  role: string,
  statements: string[],
  options: { seqScans?: boolean } = {},
): Promise<CallPlans> {
  const plans: string[] = [];
  const scans = options.seqScans === false ? 'off' : 'on';
  const sql = postgres(adminUrl, {
    max: 1,
    onnotice: (notice) => {
      const text = notice.message ?? '';
      if (text.includes('Query Text:')) plans.push(text);
    },
  });
  const connection = await sql.reserve();
  try {
    await connection.unsafe(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
      set auto_explain.log_analyze = on; set auto_explain.log_timing = off; set auto_explain.log_level = 'notice'`);
    await connection.unsafe(
      `begin; set local enable_seqscan = ${scans}; set local enable_bitmapscan = ${scans}; set local role ${role}`,
    );
    const started = performance.now();
    for (const statement of statements) await connection.unsafe(statement);
    return { plans, ms: performance.now() - started };
  } finally {
    await connection.unsafe('rollback').catch(() => {});
    connection.release();
    await sql.end({ timeout: 1 });
  }
}

/** The partitions of the messages that a plan really visits. */
export const partitionsIn = (plan: string): string[] => [
  ...new Set([...plan.matchAll(/ on (message_p\d)\b/g)].map((found) => found[1] as string)),
];

/** The companies of a plan's data: fixed ids, so that statements can be written down. */
export const workspaceAt = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const conversationAt = (workspace: number, n: number): string =>
  `00000000-0000-4000-9${String(workspace).padStart(3, '0')}-${String(n).padStart(12, '0')}`;
export const channelAt = (workspace: number): string =>
  `00000000-0000-4000-a000-${String(workspace).padStart(12, '0')}`;
const sessionAt = (workspace: number): string => `00000000-0000-4000-8001-${String(workspace).padStart(12, '0')}`;
export const agentPassAt = (n: number): string =>
  `\\x${labelledPass(`plan agent ${n}`, sessionAt(n)).pass.toString('hex')}`;
export const LEASE_FENCE = 7;

/** Fills a migrated database with companies that have conversations, messages, a queue and changes; a million messages take under two minutes. */
export async function fillForPlans(
  adminUrl: string,
  size: { workspaces: number; conversations: number; messages: number },
): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const { workspaces, conversations, messages } = size;
  const workspaceId = (n: string) => `('00000000-0000-4000-8000-' || lpad(${n}::text, 12, '0'))::uuid`;
  const conversationId = (w: string, c: string) =>
    `('00000000-0000-4000-9' || lpad(${w}::text, 3, '0') || '-' || lpad(${c}::text, 12, '0'))::uuid`;
  const channelId = (n: string) => `('00000000-0000-4000-a000-' || lpad(${n}::text, 12, '0'))::uuid`;
  const personId = (n: string) => `('00000000-0000-4000-b000-' || lpad(${n}::text, 12, '0'))::uuid`;
  try {
    // the rows are consistent by construction, so the foreign keys need not look each one up
    await sql.unsafe(`set session_replication_role = replica; set synchronous_commit = off`);
    await sql.unsafe(`
      insert into app.account (id, name) values ('${workspaceAt(0)}', 'Plans');
      insert into app.workspace (id, account_id, name, slug, industry) select ${workspaceId('w')}, '${workspaceAt(0)}', 'Company', 'plans-' || w, 'other' from generate_series(1, ${workspaces}) w;
      insert into guard.person (id, email, email_key, name) select ${personId('w')}, 'p' || w, 'p' || w, 'Ana' from generate_series(1, ${workspaces}) w;
      insert into guard.session (id, person_id, slot, seq, kid, salt, proof, device_hash, rotated_at, browser, system, device_type, created_at, last_seen_at, last_input_at, idle_expires_at, abs_expires_at)
        select ('00000000-0000-4000-8001-' || lpad(w::text, 12, '0'))::uuid, ${personId('w')}, 1, 1, 'k1', sha256('salt'), sha256(convert_to('proof of plan agent ' || w, 'UTF8')),
          sha256(convert_to('plan agent ' || w, 'UTF8')), now(), 'Firefox', 'Linux', 'desktop', now(), now(), now(), 'infinity', 'infinity' from generate_series(1, ${workspaces}) w;
      insert into app.member (workspace_id, person_id, role, name, email) select ${workspaceId('w')}, ${personId('w')}, 'owner', 'Ana', 'p' || w from generate_series(1, ${workspaces}) w;
      insert into app.channel (workspace_id, id, name, driver, state, wanted) select ${workspaceId('w')}, ${channelId('w')}, 'Number', 'simulator', 'open', 'open' from generate_series(1, ${workspaces}) w;
      insert into wa.lease (workspace_id, channel_id, driver, holder, fence, expires_at) select ${workspaceId('w')}, ${channelId('w')}, 'simulator', gen_random_uuid(), ${LEASE_FENCE}, 'infinity' from generate_series(1, ${workspaces}) w`);
    await sql.unsafe(`
      insert into app.contact (workspace_id, id, name) select ${workspaceId('w')}, ${conversationId('w', 'c')}, 'Customer ' || c from generate_series(1, ${workspaces}) w, generate_series(1, ${conversations}) c;
      insert into app.conversation (workspace_id, id, channel_id, contact_id, address, unread_count, last_seq, last_message_at, last_direction, last_preview, status, assignee_id)
        select ${workspaceId('w')}, ${conversationId('w', 'c')}, ${channelId('w')}, ${conversationId('w', 'c')}, c || '@s.whatsapp.net', case when c % 10 = 0 then 1 else 0 end, ${messages},
          now() - c * interval '1 minute', case when c % 3 = 0 then 'in' else 'out' end, 'Hola', case when c % 5 = 0 then 'closed' else 'open' end,
          -- one in four has nobody: were all alike, any index of open ones would do as well
          case when c % 4 <> 0 then ${personId('w')} end
          from generate_series(1, ${workspaces}) w, generate_series(1, ${conversations}) c`);
    for (let w = 1; w <= workspaces; w += 1) {
      await sql.unsafe(`
        insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
          select '${workspaceAt(w)}', ${conversationId(String(w), 'c')}, '${channelAt(w)}', m, case when m % 2 = 0 then 'out' else 'in' end, 'text', 'Hola, quisiera una cita para el martes',
            '3EB0${w}.' || c || '.' || m, case when m % 2 = 0 then 'person' else 'contact' end, case when m % 2 = 1 then 9 when c <= 20 and m = ${messages - (messages % 2)} then 0 else 4 end, now() - c * interval '1 minute'
            from generate_series(1, ${conversations}) c, generate_series(1, ${messages}) m;
        insert into app.change (workspace_id, topic, entity_id, conversation_id)
          select '${workspaceAt(w)}', 'message', gen_random_uuid(), ${conversationId(String(w), 'c')} from generate_series(1, ${conversations}) c`);
    }
    await sql.unsafe('vacuum analyze');
  } finally {
    await sql.end({ timeout: 2 });
  }
}

export type PlanCase = {
  name: string;
  role: 'recado_web' | 'recado_worker';
  statement: string;
  query: string;
  index: RegExp;
  onePartition?: boolean;
  /** A small table makes another plan cheaper than the one that holds at size. */
  atSizeOnly?: boolean;
};

/** The hot calls for a company of the filled data, with the statement inside and the index that each must stand on. */
export function planCases(workspace: number, horizon: string): PlanCase[] {
  const session = `'${agentPassAt(workspace)}'::bytea, null, '${workspaceAt(workspace)}'::uuid`;
  const held = `'${workspaceAt(workspace)}'::uuid, '${channelAt(workspace)}'::uuid, ${LEASE_FENCE}`;
  return [
    ...(['mine', 'unassigned', 'all', 'unread', 'waiting', 'snoozed', 'closed', 'every'] as const).map((view) => ({
      name: `list_conversations ${view}`,
      role: 'recado_web' as const,
      statement: `select app.list_conversations(${session}, '${view}', null, null, 40)`,
      query: 'select x.id from app.conversation x',
      atSizeOnly: view === 'all' || view === 'every',
      index: {
        mine: /using conversation_mine/,
        unassigned: /using conversation_mine/,
        all: /using conversation_open/,
        unread: /using conversation_unread/,
        waiting: /using conversation_waiting/,
        snoozed: /using conversation_snoozed/,
        closed: /using conversation_closed/,
        every: /using conversation_inbox/,
      }[view],
    })),
    {
      name: 'list_messages',
      role: 'recado_web',
      statement: `select app.list_messages(${session}, '${conversationAt(workspace, 5)}', null, 50)`,
      query: 'from app.message x',
      index: /using message_p\d_workspace_id_conversation_id_seq_idx/,
      onePartition: true,
    },
    {
      name: 'claim_queued',
      role: 'recado_worker',
      statement: `select * from app.claim_queued(${held}, 10)`,
      query: 'm.status = 0',
      index: /using message_p\d_workspace_id_channel_id_id_idx/,
      onePartition: true,
    },
    {
      name: 'advance_delivery',
      role: 'recado_worker',
      statement: `select app.advance_delivery(${held}, '[{"providerId": "3EB0${workspace}.30.2", "status": 5}]'::jsonb)`,
      query: 'update app.message m set status = w.status',
      index: /using message_p\d_workspace_id_channel_id_provider_id_key/,
      onePartition: true,
      atSizeOnly: true,
    },
    {
      name: 'read_changes',
      role: 'recado_web',
      statement: `select app.read_changes(${session}, '${horizon}'::xid8, '{}', 200)`,
      query: 'from app.change g where g.workspace_id = p_workspace and g.xid >= p_horizon',
      index: /using change_cursor/,
    },
  ];
}

/** What is wrong with the plans of a case: the index that is missing, a scan of a whole table, partitions that were not pruned. */
export function judgePlans(each: PlanCase, plans: string[]): string[] {
  const plan = plans.find((text) => text.replace(/\s+/g, ' ').includes(each.query));
  if (!plan) return [`${each.name}: its statement was not seen`];
  const wrong: string[] = [];
  if (!each.index.test(plan)) wrong.push(`${each.name}: does not stand on ${each.index}\n${plan}`);
  if (/Seq Scan on (message|conversation|change)/.test(plan)) wrong.push(`${each.name}: scans a whole table\n${plan}`);
  if (each.onePartition && partitionsIn(plan).length !== 1)
    wrong.push(`${each.name}: visits ${partitionsIn(plan).join(', ') || 'no partition'}\n${plan}`);
  return wrong;
}
