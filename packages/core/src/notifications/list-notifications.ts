import { query } from '../kernel/index.ts';
import { ListNotifications, type NotificationRow, type Preferences, UNREAD_SHOWN } from './contract.ts';
import { completeChoices } from './rules.ts';

export type NotificationPage = {
  rows: NotificationRow[];
  hasMore: boolean;
  /** Ends one above what is shown. */
  unread: number;
  preferences: Preferences;
};

/** What the caller was told, the newest first, of what they still see; with how much of it is unread and what they chose. */
export const listNotifications = query({
  input: ListNotifications,
  needs: 'conversations.read',
  async run({ tx, ctx, actor }, { before, limit }): Promise<NotificationPage> {
    const personId = actor.kind === 'person' ? actor.personId : null;
    const [row] = await tx`
      select
        (select coalesce(jsonb_agg(app.notification_json(n) order by n.at desc, n.id desc), '[]') from (
          select x.* from app.notification x where x.workspace_id = ${ctx.workspaceId} and x.person_id = ${personId} and 'app' = any (x.via)
             and (x.at, x.id) < (coalesce(${before?.at ?? null}::text::timestamptz, 'infinity'), coalesce(${before?.id ?? null}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           order by x.at desc, x.id desc limit ${limit + 1}) n) rows,
        (select count(*)::integer from (select 1 from app.notification x where x.workspace_id = ${ctx.workspaceId} and x.person_id = ${personId}
          and x.read_at is null and 'app' = any (x.via) limit ${UNREAD_SHOWN + 1}) q) unread,
        (select jsonb_build_object('choices', p.choices, 'from', p.quiet_from, 'to', p.quiet_to, 'volume', p.volume)
          from app.notification_preference p where p.workspace_id = ${ctx.workspaceId} and p.person_id = ${personId}) own`;
    const rows = row?.rows as NotificationRow[];
    const own = row?.own as {
      choices: Record<string, unknown>;
      from: number | null;
      to: number | null;
      volume: number;
    } | null;
    return {
      rows: rows.slice(0, limit),
      hasMore: rows.length > limit,
      unread: row?.unread as number,
      preferences: {
        choices: completeChoices(own?.choices ?? {}),
        quiet: own && own.from !== null && own.to !== null ? { from: own.from, to: own.to } : null,
        volume: own?.volume ?? 70,
      },
    };
  },
});
