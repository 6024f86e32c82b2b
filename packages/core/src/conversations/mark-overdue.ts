import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';
import { conversationEvents, type ServiceClock } from './contract.ts';

/** Of one company in one transaction. */
const AT_ONCE = 200;
/** Companies of one call. */
const COMPANIES = 500;

/**
 * Writes down which conversations wait for longer than was promised. Called by a job every minute, behind the system's door, company by company; what
 * is late is late once, however often and by however many this is called. Answers how many there were. A company that fails keeps none of the others.
 */
export async function markOverdue(ctx: Omit<Ctx, 'workspaceId' | 'door'>): Promise<number> {
  const due = await ctx.db`select id from guard.list_overdue(${COMPANIES}) id`;
  let late = 0;
  const failures: unknown[] = [];
  for (const { id } of due) {
    const company: Ctx = { ...ctx, workspaceId: id, door: { kind: 'system', reason: 'service' } };
    try {
      let found: number;
      do {
        found = await markDue(company, {});
        late += found;
      } while (found >= AT_ONCE);
    } catch (error) {
      ctx.log.error({ err: error, workspaceId: id }, 'what is late could not be told');
      failures.push(error);
    }
  }
  if (failures.length > 0 && failures.length === due.length) throw failures[0];
  return late;
}

const markDue = command({
  input: z.object({}),
  needs: 'conversations.write',
  unrecorded: 'where somebody answered first; everything that is late is recorded',
  async run({ tx, ctx, record, afterCommit }) {
    const rows = await tx`
      select conversation_id "conversationId", clock, since, due_at "dueAt" from app.mark_overdue(${ctx.workspaceId}, ${AT_ONCE})`;
    await Promise.all(
      rows.map(({ conversationId, clock, since, dueAt }) =>
        record(conversationEvents.overdue, { conversationId, clock: clock as ServiceClock, since, dueAt }),
      ),
    );
    if (rows.length > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return rows.length;
  },
});
