import { command } from '../kernel/index.ts';
import { NoteStep, type Onboarding, saidDone } from './contract.ts';
import { readState } from './store.ts';

/**
 * Keeps when a step was first shown, done or passed by. That one is done is found in what exists: a screen may say so only of steps that leave
 * no trace. Every call also notes as done whatever is found so. Answers how far the company is then.
 */
export const noteStep = command({
  input: NoteStep,
  needs: 'workspace.update',
  unrecorded: 'how far somebody looked around is no change of what a company owns',
  async run({ tx, ctx }, { step, what }): Promise<Onboarding> {
    const before = await readState(tx, ctx.workspaceId);
    const { path } = before;
    const isDone = what === 'done' && saidDone.includes(step);
    await tx`
      insert into app.onboarding_step as o (workspace_id, step, path, done_at, skipped_at)
      values (${ctx.workspaceId}, ${step}, ${path}, ${isDone ? tx`clock_timestamp()` : null}, ${what === 'skipped' ? tx`clock_timestamp()` : null})
      on conflict (workspace_id, step) do update set done_at = coalesce(o.done_at, excluded.done_at),
        skipped_at = case ${what}::text when 'skipped' then coalesce(o.skipped_at, clock_timestamp()) when 'resumed' then null else o.skipped_at end`;
    const found = before.steps.flatMap((each) => (each.state === 'done' ? [each.step] : []));
    await tx`
      insert into app.onboarding_step as o (workspace_id, step, path, seen_at, done_at)
      -- of one moment: it was not shown
      select ${ctx.workspaceId}, s, ${path}, now(), now() from unnest(${found}::text[]) s
      on conflict (workspace_id, step) do update set done_at = coalesce(o.done_at, excluded.done_at) where o.done_at is null`;
    return await readState(tx, ctx.workspaceId);
  },
});
