import { command } from '../kernel/index.ts';
import { SavePreferences } from './contract.ts';
import { mayChoose } from './rules.ts';

/** Keeps what the caller wants to be told of and how; what is left out stays as it is. */
export const savePreferences = command({
  input: SavePreferences,
  needs: 'conversations.write',
  unrecorded: 'how one wants to be told is nobody else’s matter',
  async run({ tx, ctx, actor }, { choices, quiet, volume }): Promise<void> {
    const personId = actor.kind === 'person' ? actor.personId : null;
    if (personId === null) return;
    const chosen = Object.fromEntries(
      Object.entries(choices ?? {}).map(([kind, ways]) => [
        kind,
        [...new Set(ways)].filter((way) => mayChoose(kind as never, way)),
      ]),
    );
    const from = quiet?.from ?? null;
    const to = quiet?.to ?? null;
    await tx`
      insert into app.notification_preference as p (workspace_id, person_id, choices, quiet_from, quiet_to, volume)
        values (${ctx.workspaceId}, ${personId}, ${JSON.stringify(chosen)}::text::jsonb, ${from}, ${to}, ${volume ?? 70})
        on conflict (workspace_id, person_id) do update set choices = p.choices || excluded.choices,
          quiet_from = case when ${quiet !== undefined} then excluded.quiet_from else p.quiet_from end,
          quiet_to = case when ${quiet !== undefined} then excluded.quiet_to else p.quiet_to end,
          volume = case when ${volume !== undefined} then excluded.volume else p.volume end`;
  },
});
