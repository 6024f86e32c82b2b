import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { conversationErrors, type MediaKind, mediaKinds, mediaLimits } from './contract.ts';

/** Registers a file that storage already holds, so that a message can carry it. Its bytes were checked while they arrived. */
export const addMedia = command({
  input: z.object({
    kind: z.enum(mediaKinds),
    mime: z.string().min(3).max(127),
    name: z.string().max(255).nullable(),
    bytes: z.number().int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    width: z.number().int().positive().nullable().default(null),
    height: z.number().int().positive().nullable().default(null),
  }),
  needs: 'conversations.write',
  unrecorded: 'a file without a message is nothing yet; the message that carries it is recorded',
  async run({ tx, ctx, actor }, input) {
    const limit = mediaLimits[input.kind as MediaKind];
    if (input.bytes > limit) throw conversationErrors.fileTooLarge({ limit, bytes: input.bytes });
    const [row] = await tx`
      insert into app.media (workspace_id, kind, mime, name, bytes, sha256, width, height, state, created_by)
      values (${ctx.workspaceId}, ${input.kind}, ${input.mime}, ${input.name}, ${input.bytes}, ${Buffer.from(input.sha256, 'hex')},
        ${input.width}, ${input.height}, 'ready', ${actor.kind === 'person' ? actor.personId : null})
      returning id`;
    return { id: row?.id as string };
  },
});
