import { hotQuery } from '../kernel/index.ts';
import { conversationErrors, ListPictures, type PicturePage } from './contract.ts';

/**
 * Messages of a conversation that carry a picture, the newest first, before a place. A long thread with few of them is read in parts: `nextSeq` is where
 * to go on, null at the beginning of the thread.
 */
export const listPictures = hotQuery({
  input: ListPictures,
  needs: 'conversations.read',
  async call(ctx, door, { conversationId, beforeSeq }) {
    const [row] =
      await ctx.db`select app.list_pictures(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${conversationId}, ${beforeSeq ?? null}) page`;
    if (!row?.page) throw conversationErrors.notFound();
    return row.page as PicturePage;
  },
});
