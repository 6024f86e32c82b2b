import { sha256 } from '@recado/runtime/crypto';
import { z } from 'zod';
import { noticesToken } from '../access/index.ts';
import { queueNotice } from '../conversations/index.ts';
import { sealMail } from '../identity/index.ts';
import { type Ctx, command } from '../kernel/index.ts';

/** Links looked at in one go. */
const PAGE = 200;

/** What a notice on WhatsApp says, in its reader's language. */
export type LinkNotice = {
  locale: string;
  workspace: string;
  waiting: number;
  linkId: string;
  conversationId: string;
  offToken: string;
};

/**
 * Tells whom a link is for that conversations wait: those that spoke since the last notice, at most one notice in a quarter of an hour, none at
 * night where the workspace is. By mail, or on WhatsApp from the company's own number, whose words `render` writes. What comes in between is told
 * when its time has come. One that fails keeps none of the others. Answers how many were told.
 */
export async function tellLinks(
  ctx: Omit<Ctx, 'workspaceId' | 'door'>,
  render: (notice: LinkNotice) => string,
): Promise<number> {
  const due = await ctx.db`select * from guard.links_to_tell(${PAGE})`;
  let told = 0;
  const failures: unknown[] = [];
  for (const { workspace_id: workspaceId, own_brand: ownBrand, address_key: addressKey, ...link } of due) {
    const company: Ctx = { ...ctx, workspaceId, door: { kind: 'system', reason: 'link notices' } };
    try {
      if (await tellLink(company, { ...link, ownBrand, addressKey, render } as never)) told += 1;
    } catch (error) {
      if (error instanceof Unsent) continue;
      ctx.log.error({ err: error, workspaceId, linkId: link.id }, 'a link could not be told');
      failures.push(error);
    }
  }
  if (failures.length > 0 && failures.length === due.length) throw failures[0];
  return told;
}

/** No room is left in the plan, or the number has closed since. */
class Unsent extends Error {}

const tellLink = command({
  input: z.object({
    ...{ id: z.uuid(), since: z.date(), reach: z.string(), locale: z.string(), name: z.string() },
    ...{ workspace: z.string(), ownBrand: z.boolean(), phone: z.string().nullable(), addressKey: z.string() },
    render: z.custom<(notice: LinkNotice) => string>(),
  }),
  needs: 'conversations.write',
  unrecorded: 'what was sent is its own record: a mail that went out, or a message in its thread',
  async run(
    work,
    { id, since, reach, locale, name, workspace, ownBrand, phone, addressKey, render },
  ): Promise<boolean> {
    const { tx, ctx } = work;
    const [row] = await tx`
      select count(*)::integer waiting, (array_agg(v.id order by v.last_message_at desc))[1] newest from app.conversation v
       where v.workspace_id = ${ctx.workspaceId} and v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting')
         and guard.waits_for(v, ${since}, ${reach}, ${phone})`;
    if (!row || row.waiting === 0) return false;
    const { waiting, newest: conversationId } = row as unknown as { waiting: number; newest: string };
    const offToken = noticesToken(ctx, id, addressKey);
    const params = {
      ...{ linkId: id, name, workspace, waiting: String(waiting), conversationId, offToken },
      ownBrand: ownBrand ? 'yes' : 'no',
    };
    const sealed = phone === null ? sealMail(ctx, params) : null;
    const [turn] = await tx`select guard.tell_link(${id}, ${sealed}, ${sha256(offToken)}) told`;
    if (!turn?.told) return false;
    if (phone === null) return true;
    const text = render({ locale, workspace, waiting, linkId: id, conversationId, offToken });
    // nothing is spent on what could not go: it waits for its time
    if (!(await queueNotice(work, { phone, name, text }))) throw new Unsent();
    return true;
  },
});
