import { newId } from '@recado/runtime/ids';
import { z } from 'zod';
import { sealMail } from '../identity/index.ts';
import { command } from '../kernel/index.ts';
import { exportEvents, HISTORY_NOTICE_DAYS } from './contract.ts';
import { daysKept } from './store.ts';

const DAY = 86_400_000;
/** What is to be done next with a batch. */
export type HistoryStep =
  | { what: 'nothing' }
  /** It was told; ask again. */
  | { what: 'again' }
  | { what: 'archive'; batchId: string }
  | { what: 'purge'; batchId: string; sha256: string };

/**
 * Decides what comes next for what is older than the plan keeps: tells of it, has it put away, waits for its day, and has it removed. Where the plan
 * keeps more by now, nothing is removed any more. Safe to ask again at any moment. For the process of jobs.
 */
export const moveHistory = command({
  input: z.object({}),
  needs: 'workspace.update',
  unrecorded: 'most days nothing is due; what is told, put away, removed or called off is recorded',
  async run({ tx, ctx, record }): Promise<HistoryStep> {
    const now = ctx.clock.now();
    const days = await daysKept(tx);
    const [open] = await tx`
      select b.id, b.before, app.iso(b.before) "beforeText", b.state, b.messages::float8 messages, b.purged::float8 purged, b.purge_at "purgeAt", encode(b.sha256, 'hex') sha256
        from app.history_batch b where b.workspace_id = ${ctx.workspaceId} and b.state not in ('purged', 'cancelled') for update`;
    if (open) {
      const batchId = open.id as string;
      const told = { batchId, before: open.beforeText as string };
      const isDue = (open.purgeAt as Date).getTime() <= now.getTime();
      const age = (open.purgeAt as Date).getTime() - (open.before as Date).getTime();
      // the plan was raised: what is still there stays
      if (days === null || days * DAY > age) {
        const hasGone = (open.purged as number) > 0;
        await tx`update app.history_batch set state = ${hasGone ? 'purged' : 'cancelled'}, sha256 = case when ${hasGone} then sha256 end, ended_at = ${now.toISOString()}::text::timestamptz
          where workspace_id = ${ctx.workspaceId} and id = ${batchId}`;
        await record(exportEvents.historyCancelled, { ...told, count: open.messages as number });
        return { what: 'nothing' };
      }
      if (open.state === 'announced' || open.state === 'archiving') {
        await tx`update app.history_batch set state = 'archiving' where workspace_id = ${ctx.workspaceId} and id = ${batchId}`;
        return { what: 'archive', batchId };
      }
      if (!isDue) return { what: 'nothing' };
      await tx`update app.history_batch set state = 'purging' where workspace_id = ${ctx.workspaceId} and id = ${batchId}`;
      return { what: 'purge', batchId, sha256: open.sha256 as string };
    }
    const [workspace] = await tx`select name, is_demo "isDemo" from app.workspace where id = ${ctx.workspaceId}`;
    if (days === null || !workspace || workspace.isDemo) return { what: 'nothing' };
    // whole days, so that the same day is said everywhere
    const due = new Date(now.getTime() + HISTORY_NOTICE_DAYS * DAY);
    const before = new Date(Math.floor((due.getTime() - days * DAY) / DAY) * DAY).toISOString();
    const [counted] = await tx`select app.count_history(${ctx.workspaceId}, ${before}::text::timestamptz)::float8 n`;
    const count = counted?.n as number;
    if (count === 0) return { what: 'nothing' };
    const batchId = newId();
    await tx`insert into app.history_batch (workspace_id, id, before, messages, announced_at, purge_at)
      values (${ctx.workspaceId}, ${batchId}, ${before}::text::timestamptz, ${count}, ${now.toISOString()}::text::timestamptz, ${due.toISOString()}::text::timestamptz)`;
    const mail = {
      name: '',
      workspace: workspace.name as string,
      messages: String(count),
      before: before.slice(0, 10),
    };
    await tx`select guard.tell_of_history(${sealMail(ctx, { ...mail, purgeOn: due.toISOString().slice(0, 10) })})`;
    await record(exportEvents.historyAnnounced, { batchId, before, count });
    return { what: 'again' };
  },
});
