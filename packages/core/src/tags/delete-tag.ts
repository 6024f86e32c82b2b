import { command } from '../kernel/index.ts';
import { OneTag, tagErrors, tagEvents } from './contract.ts';

/** Takes a label out of the vocabulary and off everything that carries it. Throws tags.notFound. */
export const deleteTag = command({
  input: OneTag,
  needs: 'tags.write',
  async run({ tx, ctx, record }, { tagId }) {
    const [row] = await tx`
      delete from app.tag where workspace_id = ${ctx.workspaceId} and id = ${tagId} returning name, colour`;
    if (!row) throw tagErrors.notFound();
    await record(tagEvents.deleted, { tagId, name: row.name }, { before: { name: row.name, colour: row.colour } });
    return { ok: true as const };
  },
});
