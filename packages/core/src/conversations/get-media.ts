import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { conversationErrors } from './contract.ts';

/** Where the bytes of a file are and what they are; only files that are ready. */
export const getMedia = query({
  input: z.object({ mediaId: z.uuid() }),
  needs: 'conversations.read',
  async run({ tx, ctx }, input) {
    const [row] = await tx`
      select kind, mime, name, bytes, encode(sha256, 'hex') sha256 from app.media
      where workspace_id = ${ctx.workspaceId} and id = ${input.mediaId} and state = 'ready'`;
    if (!row) throw conversationErrors.mediaNotFound();
    return row as { kind: string; mime: string; name: string | null; bytes: number; sha256: string };
  },
});
