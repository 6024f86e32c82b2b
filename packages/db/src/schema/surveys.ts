import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversation } from './conversations.ts';
import {
  apartThread,
  app,
  bytea,
  guardPolicy,
  instant,
  instantNow,
  purgePolicy,
  sortableId,
  tenantTable,
  visiblePolicy,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** Whether and how a company asks how it went; one without a row does not ask. */
export const surveyRule = tenantTable(
  app,
  'survey_rule',
  {
    isOn: boolean().notNull().default(false),
    texts: jsonb().notNull().default({}),
    threshold: smallint().notNull().default(2),
    pauseDays: smallint().notNull().default(30),
    quietFrom: smallint(),
    quietTo: smallint(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'survey_rule_pkey', columns: [t.workspaceId] }),
    foreignKey({ name: 'survey_rule_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    check('survey_rule_texts_check', sql`jsonb_typeof(texts) = 'object'`),
    check('survey_rule_threshold_check', sql`threshold between 1 and 4`),
    check('survey_rule_pause_days_check', sql`pause_days between 1 and 365`),
    check('survey_rule_quiet_from_check', sql`quiet_from between 0 and 1439`),
    check('survey_rule_quiet_to_check', sql`quiet_to between 0 and 1439`),
    check('survey_rule_quiet', sql`(quiet_from is null) = (quiet_to is null)`),
  ],
);

/** The question that follows a closed conversation, and its answer. */
export const survey = tenantTable(
  app,
  'survey',
  {
    id: sortableId(),
    conversationId: uuid().notNull(),
    state: text().notNull().default('planned'),
    assigneeId: uuid(),
    at: instant().notNull(),
    messageId: uuid(),
    language: text(),
    tokenHash: bytea(),
    expiresAt: instant(),
    score: smallint(),
    comment: text(),
    via: text(),
    answeredAt: instant(),
    createdAt: instantNow(),
  },
  (t) => [
    guardPolicy(),
    visiblePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread, jobs: true }),
    primaryKey({ name: 'survey_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'survey_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'survey_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    uniqueIndex('survey_planned').on(t.workspaceId, t.conversationId).where(sql`state = 'planned'`),
    index('survey_thread').on(t.workspaceId, t.conversationId, t.createdAt),
    index('survey_due').on(t.workspaceId, t.at, t.id).where(sql`state = 'planned'`),
    index('survey_page').on(t.workspaceId, t.tokenHash).where(sql`token_hash is not null`),
    check('survey_state_check', sql`state in ('planned', 'sent', 'answered', 'cancelled')`),
    check('survey_language_check', sql`language in ('es', 'en', 'pt')`),
    check('survey_score_check', sql`score between 1 and 5`),
    check('survey_comment_check', sql`length(comment) <= 1000`),
    check('survey_via_check', sql`via in ('page', 'message')`),
  ],
);
