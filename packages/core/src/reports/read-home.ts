import { z } from 'zod';
import { may, query, type Work } from '../kernel/index.ts';
import { resolveEntitlements } from '../plans/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import { COUNTED_TO, type Home, type HomeNumber, type PlanLimit, WAITING_SHOWN } from './contract.ts';
import { type Counted, compareMonths, limitsOf, planName } from './rules.ts';

/**
 * What a workspace begins with: its months, what waits, its numbers and its limits. Figures are of the conversations that the caller sees, and
 * what their role may not read is null. What it costs grows with days and people, not with messages.
 */
export const readHome = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx, actor }): Promise<Home> {
    const own = actor.kind === 'person' ? actor.permissions : null;
    const mayRead = may(actor.role, 'conversations.read', own);
    const [reach] = await tx`select coalesce(guard.reach(), 'all') sees`;
    return {
      sees: reach?.sees as Home['sees'],
      months: mayRead ? await readMonths(tx, ctx.workspaceId, ctx.clock.now()) : null,
      waiting: mayRead ? await readWaiting(tx, ctx.workspaceId, ctx.clock.now()) : null,
      numbers: may(actor.role, 'channels.read', own) ? await readNumbers(tx, ctx.workspaceId) : null,
      // figures of the whole account are for whoever runs it, not for a client who looks into one workspace
      limits: actor.kind === 'person' && may(actor.role, 'workspace.update', own) ? await readLimits(tx) : null,
    };
  },
});

type Tx = Work['tx'];

async function readMonths(tx: Tx, workspaceId: string, now: Date) {
  const [row] = await tx`select app.read_months(${workspaceId}, ${now.toISOString()}::text::timestamptz) counted`;
  return compareMonths(row?.counted as Counted);
}

async function readWaiting(tx: Tx, workspaceId: string, now: Date): Promise<NonNullable<Home['waiting']>> {
  const [row] = await tx`
    select (select count(*)::integer from (select 1 from app.conversation v where v.workspace_id = ${workspaceId} and v.last_direction = 'in'
        and v.status in ('open', 'in_progress', 'waiting') limit ${COUNTED_TO}) q) count,
      (select count(*)::integer from (select 1 from app.conversation v where v.workspace_id = ${workspaceId}
        and least(v.answer_due_at, v.resolve_due_at) is not null and least(v.answer_due_at, v.resolve_due_at) <= ${now.toISOString()}::text::timestamptz
        and v.status in ('open', 'in_progress', 'waiting') limit ${COUNTED_TO}) q) late,
      (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', coalesce(nullif(c.name, ''), c.profile_name, ''),
          'number', app.number_of(c.workspace_id, c.id), 'preview', v.last_preview, 'kind', v.last_kind, 'since', app.iso(v.last_message_at))
          order by v.last_message_at, v.id), '[]')
        from (select x.* from app.conversation x where x.workspace_id = ${workspaceId} and x.last_direction = 'in'
            and x.status in ('open', 'in_progress', 'waiting') order by x.last_message_at, x.id limit ${WAITING_SHOWN}) v
        join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id) rows`;
  return row as unknown as NonNullable<Home['waiting']>;
}

async function readNumbers(tx: Tx, workspaceId: string): Promise<HomeNumber[]> {
  const rows = await tx`
    select h.id, h.name, h.number, h.state, h.wanted, app.iso(h.state_since) since from app.channel h
     where h.workspace_id = ${workspaceId} order by h.created_at, h.id`;
  return [...rows] as unknown as HomeNumber[];
}

async function readLimits(tx: Tx): Promise<Home['limits']> {
  const [row] =
    await tx`select a.plan, a.plan_version version, guard.plan_catalogue() versions, guard.plan_use() used from app.account a`;
  const used = row?.used as Record<PlanLimit['name'], number> | null;
  if (!used) return null;
  const catalogue = readCatalogue(row?.versions as unknown[]);
  const entitlements = resolveEntitlements(catalogue, { plan: row?.plan, version: row?.version });
  return {
    plan: entitlements.name,
    next: planName(catalogue, entitlements.next),
    rows: limitsOf(entitlements, used),
  };
}
