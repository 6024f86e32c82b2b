import { sql } from 'drizzle-orm';
import { bigint, boolean, check, foreignKey, jsonb, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { app, purgePolicy, tenantTable } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** How a company shares out what comes in, with the hours it works; a company without one gives everything away by hand. */
export const inboxRule = tenantTable(
  app,
  'inbox_rule',
  {
    mode: text().notNull().default('hand'),
    lastFirst: boolean().notNull().default(false),
    personIds: uuid().array().notNull().default([]),
    teamIds: uuid().array().notNull().default([]),
    onlyOnline: boolean().notNull().default(false),
    cap: smallint(),
    hours: jsonb().notNull().default({}),
    keepsHours: boolean().notNull().default(false),
    outsidePersonId: uuid(),
    outsideTeamId: uuid(),
    turn: bigint({ mode: 'number' }).notNull().default(0),
    turns: jsonb().notNull().default({}),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'inbox_rule_pkey', columns: [t.workspaceId] }),
    foreignKey({ name: 'inbox_rule_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    check('inbox_rule_mode_check', sql`mode in ('hand', 'last', 'round_robin', 'least_busy')`),
    check('inbox_rule_person_ids_check', sql`cardinality(person_ids) <= 500`),
    check('inbox_rule_team_ids_check', sql`cardinality(team_ids) <= 100`),
    check('inbox_rule_cap_check', sql`cap between 1 and 999`),
    check('inbox_rule_hours_check', sql`jsonb_typeof(hours) = 'object'`),
    check('inbox_rule_turns_check', sql`jsonb_typeof(turns) = 'object'`),
    check('inbox_rule_outside', sql`outside_person_id is null or outside_team_id is null`),
  ],
);
