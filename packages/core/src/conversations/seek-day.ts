import { hotQuery } from '../kernel/index.ts';
import { conversationErrors, SeekDay } from './contract.ts';

/** The place of the first message at or after a moment; null when everything was said before it. One round trip. */
export const seekDay = hotQuery({
  input: SeekDay,
  needs: 'conversations.read',
  async call(ctx, door, { conversationId, at }) {
    const [row] =
      await ctx.db`select app.seek_day(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${conversationId}, ${at}::text::timestamptz) place`;
    if (!row?.place) throw conversationErrors.notFound();
    return row.place as { seq: number | null };
  },
});
