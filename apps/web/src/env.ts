import { readEnv, runtimeEnv } from '@recado/runtime/env';
import { z } from 'zod';

const webEnv = runtimeEnv.extend({
  DATABASE_URL: z.string().min(1, 'the database, as the role recado_web'),
  /** Where the server listens. Embedded mode binds loopback whatever this says. */
  RECADO_HOST: z.string().default('0.0.0.0'),
  RECADO_PORT: z.coerce.number().int().min(0).max(65_535).default(4300),
  /** The address under which browsers reach the product. */
  RECADO_PUBLIC_URL: z.url(),
  RECADO_PRODUCT_NAME: z.string().default('Recado'),
  RECADO_MEDIA_DIR: z.string().min(1, 'a folder for files'),
  RECADO_MAILBOX_URL: z.string().optional(),
  RECADO_SIMULATOR_URL: z.string().optional(),
  /** Proxies in front whose X-Forwarded-For is believed. */
  RECADO_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** Opens /health/details; unset keeps it closed. */
  RECADO_HEALTH_KEY: z.string().min(16).optional(),
  /** Which engine runs the jobs: the embedded one, whose console is the staff's area, or Inngest, which has its own. */
  JOBS_MODE: z.enum(['embedded', 'inngest']).default('embedded'),
  /** Where the staff finds Inngest's console. */
  INNGEST_CONSOLE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where calls are counted when both are set; otherwise the product's own database counts them. */
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/ }).optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
  /** An MMDB of cities; without it places are countries, from the table that comes along. */
  RECADO_CITY_FILE: z.string().optional(),
  /** The clients that Google and Microsoft know us as; a button shows for each that has both. */
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: z.url({ protocol: /^https?$/ }).default('https://accounts.google.com'),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  /** `common` takes companies and persons; a tenant's id takes that company only. */
  MICROSOFT_ISSUER: z.url({ protocol: /^https?$/ }).default('https://login.microsoftonline.com/common/v2.0'),
  RECADO_DB_POOL: z.coerce.number().int().min(2).max(100).default(10),
});

export type WebEnv = z.output<typeof webEnv>;

/** Reads the web process's slice of the environment; throws one error that names every problem. */
export const readWebEnv = (): WebEnv => readEnv(webEnv, process.env);
