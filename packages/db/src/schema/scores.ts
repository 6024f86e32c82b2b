import { sql } from 'drizzle-orm';
import { date, foreignKey, index, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { app, purgePolicy, sortableId, tenantTable } from './table-kinds.ts';
import { tag } from './tags.ts';
import { workspace } from './workspaces.ts';

/** Points that a company gives to a rule of the score, or to a label. */
export const scoreRule = tenantTable(
  app,
  'score_rule',
  { id: sortableId(), rule: text().notNull(), tagId: uuid(), points: smallint().notNull() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'score_rule_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'score_rule_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'score_rule_tag_fkey',
      columns: [t.workspaceId, t.tagId],
      foreignColumns: [tag.workspaceId, tag.id],
    }).onDelete('cascade'),
    unique('score_rule_once').on(t.workspaceId, t.rule, t.tagId).nullsNotDistinct(),
    index('score_rule_tag').on(t.workspaceId, t.tagId).where(sql`tag_id is not null`),
  ],
);

/** How far the walk through all contacts is that a new day, or other rules, ask for. */
export const scoreSweep = tenantTable(app, 'score_sweep', { afterId: uuid(), sweptOn: date() }, (t) => [
  purgePolicy(),
  primaryKey({ name: 'score_sweep_pkey', columns: [t.workspaceId] }),
  foreignKey({ name: 'score_sweep_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
]);
