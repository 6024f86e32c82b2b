import type { MessageRow, PicturePage } from '@recado/core/conversations/contract';
import type { Ctx, Verb } from '@recado/core/kernel';
import type { z } from 'zod';
import { signMedia } from '../../media/sign-media.ts';

/** Wraps a verb that answers messages so that each ready file carries a signed, short-lived address. */
export function withMedia<Input extends z.ZodType, Output extends MessageRow | MessageRow[]>(
  verb: Verb<Input, Output>,
): Verb<Input, Output> {
  const signed = async (ctx: Ctx, input: z.input<Input>) => {
    const answer = await verb(ctx, input);
    const rows: MessageRow[] = Array.isArray(answer) ? answer : [answer];
    for (const row of rows) signMedia(ctx.keyring, ctx.workspaceId, row.media, ctx.clock.now());
    return answer;
  };
  return Object.assign(signed, { input: verb.input, needs: verb.needs, kind: verb.kind, unrecorded: verb.unrecorded });
}

/** The same for a page of pictures. */
export function withPictures<Input extends z.ZodType>(verb: Verb<Input, PicturePage>): Verb<Input, PicturePage> {
  const signed = async (ctx: Ctx, input: z.input<Input>) => {
    const page = await verb(ctx, input);
    for (const row of page.rows) signMedia(ctx.keyring, ctx.workspaceId, row.media, ctx.clock.now());
    return page;
  };
  return Object.assign(signed, { input: verb.input, needs: verb.needs, kind: verb.kind, unrecorded: verb.unrecorded });
}
