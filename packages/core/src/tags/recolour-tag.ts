import { changeOf, command } from '../kernel/index.ts';
import { RecolourTag, tagErrors, tagEvents } from './contract.ts';

/** Gives a label another of the colours. Throws tags.notFound. */
export const recolourTag = command({
  input: RecolourTag,
  needs: 'tags.write',
  async run({ tx, ctx, record }, { tagId, colour }) {
    const [former] = await tx`
      select name, colour from app.tag where workspace_id = ${ctx.workspaceId} and id = ${tagId} for update`;
    if (!former) throw tagErrors.notFound();
    await tx`update app.tag set colour = ${colour} where workspace_id = ${ctx.workspaceId} and id = ${tagId}`;
    const change = changeOf({ colour: former.colour }, { colour });
    await record(tagEvents.recoloured, { tagId, name: former.name, colour }, change);
    return { ok: true as const };
  },
});
