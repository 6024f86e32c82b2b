import { command, kernelErrors, may } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, replyLimits, SaveQuickReply } from './contract.ts';
import { unknownVariables } from './rules.ts';

/**
 * Makes a quick reply or changes it. One's own is a matter of whoever writes; everybody's needs the right to share out the work. Throws
 * conversations.replyUnknownVariable, replyCodeTaken, replyTooMany, replyNotFound.
 */
export const saveQuickReply = command({
  input: SaveQuickReply,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record }, { replyId, code, body, isShared }) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const of = ctx.workspaceId;
    const maySave = (shared: boolean) => !shared || may(actor.role, 'conversations.assign', actor.permissions);
    const [unknown] = unknownVariables(body);
    if (unknown !== undefined) throw conversationErrors.replyUnknownVariable({ name: unknown, field: 'body' });
    // the codes and numbers of a company's replies are asked and kept by one at a time
    await tx`select pg_advisory_xact_lock(hashtextextended(${`quick_reply|${of}`}, 0))`;
    if (replyId) {
      const [known] = await tx`
        select r.owner_id is null "isShared" from app.quick_reply r
         where r.workspace_id = ${of} and r.id = ${replyId} and (r.owner_id is null or r.owner_id = ${actor.personId}) for update`;
      if (!known) throw conversationErrors.replyNotFound();
      if (!maySave(known.isShared)) throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    }
    if (!maySave(isShared)) throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    const owner = isShared ? null : actor.personId;
    const [there] = await tx`
      select count(*)::integer many, bool_or(r.code = ${code}) "isTaken" from app.quick_reply r
       where r.workspace_id = ${of} and r.owner_id is not distinct from ${owner} and r.id is distinct from ${replyId}`;
    if (there?.isTaken) throw conversationErrors.replyCodeTaken({ code, field: 'code' });
    const limit = isShared ? replyLimits.shared : replyLimits.own;
    if (there?.many >= limit) throw conversationErrors.replyTooMany({ limit });
    const [row] = replyId
      ? await tx`update app.quick_reply set code = ${code}, body = ${body}, owner_id = ${owner}, updated_at = clock_timestamp()
          where workspace_id = ${of} and id = ${replyId} returning id`
      : await tx`insert into app.quick_reply (workspace_id, owner_id, code, body) values (${of}, ${owner}, ${code}, ${body}) returning id`;
    const id = row?.id as string;
    await record(conversationEvents.quickReplySaved, { replyId: id, code });
    return { replyId: id };
  },
});
