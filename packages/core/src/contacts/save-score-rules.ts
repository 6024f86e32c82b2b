import { changeOf, command } from '../kernel/index.ts';
import { contactErrors, contactEvents, SaveScoreRules } from './contract.ts';
import { scoreRulesOf } from './store.ts';

/** Says how much each rule counts, and which labels do; everybody is counted anew. Errors: tagNotFound. */
export const saveScoreRules = command({
  input: SaveScoreRules,
  needs: 'workspace.update',
  async run({ tx, ctx, record }, { rules, tags }) {
    // one at a time: each writes the whole
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}|score_rule`}, 0))`;
    const before = await scoreRulesOf(tx, ctx.workspaceId);
    const usual = new Map(before.map((each) => [each.rule, each.usual]));
    const own = [
      ...new Map(
        rules.filter((each) => each.points !== usual.get(each.rule)).map((each) => [each.rule, each]),
      ).values(),
    ];
    const labels = [...new Map(tags.map((each) => [each.tagId, each])).values()];
    const tagIds = labels.map(({ tagId }) => tagId);
    const [known] =
      await tx`select count(*)::integer n from app.tag where workspace_id = ${ctx.workspaceId} and id = any (${tagIds}::uuid[])`;
    if (known?.n !== labels.length) throw contactErrors.tagNotFound();
    await tx`delete from app.score_rule where workspace_id = ${ctx.workspaceId}`;
    await tx`insert into app.score_rule (workspace_id, rule, points)
      select ${ctx.workspaceId}, r.rule, r.points from unnest(${own.map(({ rule }) => rule)}::text[], ${own.map(({ points }) => points)}::smallint[]) r(rule, points)`;
    await tx`insert into app.score_rule (workspace_id, rule, tag_id, points)
      select ${ctx.workspaceId}, 'tag', r.id, r.points from unnest(${tagIds}::uuid[], ${labels.map(({ points }) => points)}::smallint[]) r(id, points)`;
    // the job walks through everybody once more
    await tx`insert into app.score_sweep (workspace_id) values (${ctx.workspaceId})
      on conflict (workspace_id) do update set after_id = null, swept_on = null`;
    const after = await scoreRulesOf(tx, ctx.workspaceId);
    const told = (rows: typeof after) => ({
      ...Object.fromEntries(rows.flatMap(({ rule, tagId, points }) => (tagId ? [] : [[rule, points]]))),
      tags: rows.flatMap(({ tagId, points }) => (tagId ? [{ tagId, points }] : [])),
    });
    await record(
      contactEvents.scoreSaved,
      { rules: own.length, tags: labels.length },
      changeOf(told(before), told(after)),
    );
    return after;
  },
});
