import { changeOf, command } from '../kernel/index.ts';
import { RenameTag, tagErrors, tagEvents } from './contract.ts';

/** Gives a label another name, wherever it is put on. Throws tags.notFound and tags.nameTaken. */
export const renameTag = command({
  input: RenameTag,
  needs: 'tags.write',
  async run({ tx, ctx, record }, { tagId, name }) {
    const of = ctx.workspaceId;
    // the vocabulary changes one act after the other
    await tx`select pg_advisory_xact_lock(hashtextextended(${`tags ${of}`}, 0))`;
    const [former] = await tx`select name from app.tag where workspace_id = ${of} and id = ${tagId} for update`;
    if (!former) throw tagErrors.notFound();
    const [taken] = await tx`
      select 1 from app.tag where workspace_id = ${of} and lower(name) = lower(${name}) and id <> ${tagId}`;
    if (taken) throw tagErrors.nameTaken({ field: 'name' });
    await tx`update app.tag set name = ${name} where workspace_id = ${of} and id = ${tagId}`;
    await record(tagEvents.renamed, { tagId, name }, changeOf({ name: former.name }, { name }));
    return { ok: true as const };
  },
});
