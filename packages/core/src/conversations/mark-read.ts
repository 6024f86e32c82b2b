import { command } from '../kernel/index.ts';
import { conversationErrors, MarkRead } from './contract.ts';

/** Marks a conversation as read up to a message that the screen has shown; what came later stays unread. */
export const markRead = command({
  input: MarkRead,
  needs: 'conversations.write',
  unrecorded: 'reading is no change of what a company owns; the unread count is shared state of the inbox',
  async run({ tx, ctx, afterCommit }, input) {
    const [row] = await tx`
      select v.id, v.read_seq, v.last_seq, v.unread_count from app.conversation v
      where v.workspace_id = ${ctx.workspaceId} and v.id = ${input.conversationId} for update`;
    if (!row) throw conversationErrors.notFound();
    const seq = Math.min(input.seq, row.last_seq);
    if (seq <= row.read_seq && row.unread_count === 0) return { unreadCount: 0 };
    const [{ left } = { left: 0 }] = await tx`
      select count(*)::integer left from app.message m where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = ${input.conversationId}
        and m.seq > ${seq} and m.direction = 'in'`;
    await tx`
      update app.conversation v set read_seq = greatest(v.read_seq, ${seq}), unread_count = least(v.unread_count, ${left}), version = v.version + 1
      where v.workspace_id = ${ctx.workspaceId} and v.id = ${input.conversationId}`;
    await tx`select app.note_change(${ctx.workspaceId}, 'conversation', ${input.conversationId}, ${input.conversationId})`;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { unreadCount: left as number };
  },
});
