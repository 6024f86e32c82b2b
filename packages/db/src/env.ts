import { readEnv } from '@recado/runtime/env';
import { z } from 'zod';

const password = z.string().min(16, 'use 16 characters or more');

const adminEnv = z.object({
  /** A URL of the database's owner, for the migration and for granting what only an owner grants. */
  DATABASE_ADMIN_URL: z.string().url(),
});

/** What the one-shot migration of a production installation reads. */
export const migrationEnv = adminEnv.extend({
  RECADO_WEB_DB_PASSWORD: password,
  RECADO_WORKER_DB_PASSWORD: password,
  RECADO_JOBS_DB_PASSWORD: password,
  /** Makes a database beside ours for an Inngest server; unset makes none. */
  INNGEST_DB_PASSWORD: password.optional(),
});

/** The migration's settings from the environment; throws EnvError naming every problem at once. */
export const readMigrationEnv = () => readEnv(migrationEnv, process.env);

/** The owner's URL from the environment. */
export const readAdminEnv = () => readEnv(adminEnv, process.env);
