import { foreignKey, primaryKey, text } from 'drizzle-orm/pg-core';
import { app, instant, instantNow, purgePolicy, tenantTable } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const onboardingStep = tenantTable(
  app,
  'onboarding_step',
  {
    step: text().notNull(),
    /** Which steps the company was shown: a business's or an agency's. */
    path: text().notNull(),
    seenAt: instantNow(),
    doneAt: instant(),
    skippedAt: instant(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'onboarding_step_pkey', columns: [t.workspaceId, t.step] }),
    foreignKey({ name: 'onboarding_step_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
  ],
);
