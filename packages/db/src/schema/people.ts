import { sql } from 'drizzle-orm';
import { check, foreignKey, index, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { member } from './access.ts';
import { person } from './identity.ts';
import { app, bytea, guardTable, instant, instantNow, purgePolicy, sortableId, tenantTable } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const invitation = guardTable(
  'invitation',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    workspaceId: uuid().notNull(),
    email: text().notNull(),
    emailKey: text().notNull(),
    role: text().notNull(),
    secretHash: bytea().notNull().unique('invitation_secret_hash_key'),
    invitedBy: uuid().notNull(),
    createdAt: instantNow(),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    acceptedBy: uuid(),
    customRoleId: uuid(),
    revokedAt: instant(),
    sentAt: instantNow(),
  },
  (t) => [
    foreignKey({ name: 'invitation_invited_by_fkey', columns: [t.invitedBy], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ name: 'invitation_accepted_by_fkey', columns: [t.acceptedBy], foreignColumns: [person.id] }).onDelete(
      'set null',
    ),
    index('invitation_workspace').on(t.workspaceId),
    // at most one that is open for a workspace and an address
    uniqueIndex('invitation_open').on(t.workspaceId, t.emailKey).where(sql`accepted_at is null and revoked_at is null`),
    check('invitation_custom_role', sql`(role = 'custom') = (custom_role_id is not null)`),
  ],
);

/** A group of people of a workspace. It gives no right. */
export const team = tenantTable(
  app,
  'team',
  { id: sortableId(), name: text().notNull(), createdAt: instantNow() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'team_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'team_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    uniqueIndex('team_name').on(t.workspaceId, sql`lower(${t.name})`),
  ],
);

export const teamMember = tenantTable(
  app,
  'team_member',
  { teamId: uuid().notNull(), personId: uuid().notNull() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'team_member_pkey', columns: [t.workspaceId, t.teamId, t.personId] }),
    foreignKey({
      name: 'team_member_workspace_id_team_id_fkey',
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [team.workspaceId, team.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'team_member_workspace_id_person_id_fkey',
      columns: [t.workspaceId, t.personId],
      foreignColumns: [member.workspaceId, member.personId],
    }).onDelete('cascade'),
    index('team_member_person').on(t.workspaceId, t.personId),
  ],
);
