import { productName, readEnv, runtimeEnv } from '@recado/runtime/env';
import { z } from 'zod';

const webSlice = runtimeEnv.extend({
  DATABASE_URL: z.string().min(1, 'the database, as the role recado_web'),
  /** Where the server listens. Embedded mode binds loopback whatever this says. */
  RECADO_HOST: z.string().default('0.0.0.0'),
  RECADO_PORT: z.coerce.number().int().min(0).max(65_535).default(4300),
  /** The address under which browsers reach the product. */
  RECADO_PUBLIC_URL: z.url(),
  RECADO_PRODUCT_NAME: productName,
  /** Where its people write for help, and what they agree to when they open an account: the operator's, shown where set. */
  RECADO_SUPPORT_EMAIL: z.email().optional(),
  RECADO_TERMS_URL: z.url({ protocol: /^https$/ }).optional(),
  RECADO_PRIVACY_URL: z.url({ protocol: /^https$/ }).optional(),
  /** A picture that stands where the product's mark would, read at the start. */
  RECADO_LOGO_FILE: z.string().min(1).optional(),
  RECADO_MEDIA_DIR: z.string().min(1, 'a folder for files'),
  /** Where the heads of the audit are kept, to compare with; it is only read here. */
  RECADO_AUDIT_DIR: z.string().min(1).optional(),
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
  /** Where the jobs hand texts over; here it only says whether ways by phone are offered. */
  SMS_WEBHOOK_URL: z.url({ protocol: /^https$/ }).optional(),
  /** Browsers subscribe with its public half; without it none can be told by push. The jobs have the same. */
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, '32 bytes in base64url')
    .optional(),
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
  /** Takes the money for plans, and calls us; without them nothing is sold here. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(live|test)_\w+$/, 'a secret or restricted key of Stripe, sk_… or rk_…')
    .optional(),
  /** What it signs its calls with; the former one beside the new while it is replaced. */
  STRIPE_WEBHOOK_SECRETS: z
    .string()
    .regex(/^whsec_\w+(,whsec_\w+)*$/, 'whsec_…, or several with commas')
    .optional(),
  /** Where the simulator of Stripe answers; for RECADO_MODE=embedded. */
  RECADO_STRIPE_URL: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }).optional(),
  RECADO_DB_POOL: z.coerce.number().int().min(2).max(100).default(10),
  /** Who keeps passwords: our own database, or Supabase Auth. */
  AUTH_PROVIDER: z.enum(['embedded', 'supabase']).default('embedded'),
  /** The project's address and a secret key of it. */
  SUPABASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  SUPABASE_SECRET_KEY: z.string().optional(),
});

const webEnv = webSlice.superRefine((env, check) => {
  if ((env.STRIPE_SECRET_KEY === undefined) !== (env.STRIPE_WEBHOOK_SECRETS === undefined))
    check.addIssue({
      code: 'custom',
      path: ['STRIPE_WEBHOOK_SECRETS'],
      message: 'goes with STRIPE_SECRET_KEY, both or neither',
    });
  if (env.RECADO_STRIPE_URL !== undefined && env.RECADO_MODE !== 'embedded')
    check.addIssue({ code: 'custom', path: ['RECADO_STRIPE_URL'], message: 'is for RECADO_MODE=embedded only' });
  if (env.AUTH_PROVIDER !== 'supabase') return;
  const refuse = (name: 'SUPABASE_URL' | 'SUPABASE_SECRET_KEY', message: string) =>
    check.addIssue({ code: 'custom', path: [name], message });
  if (!env.SUPABASE_URL)
    refuse(
      'SUPABASE_URL',
      'AUTH_PROVIDER is supabase, so the address of the project is needed, https://<ref>.supabase.co',
    );
  else if (!isPrivateWay(env.SUPABASE_URL))
    refuse('SUPABASE_URL', 'passwords travel there, so it must begin with https:// unless it is on this machine');
  if (!env.SUPABASE_SECRET_KEY)
    refuse('SUPABASE_SECRET_KEY', 'AUTH_PROVIDER is supabase, so a secret key of the project is needed, sb_secret_…');
  else if (!isSecretKey(env.SUPABASE_SECRET_KEY))
    refuse('SUPABASE_SECRET_KEY', 'this key is the one that browsers get; the secret one is needed, sb_secret_…');
});

const isPrivateWay = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/** Not the publishable key of a project, nor its earlier form, a token that names the role anon. */
const isSecretKey = (key: string): boolean => {
  if (key.startsWith('sb_publishable_')) return false;
  const claims = Buffer.from(key.split('.')[1] ?? '', 'base64url').toString('utf8');
  return !/"role"\s*:\s*"(anon|authenticated)"/.test(claims);
};

export type WebEnv = z.output<typeof webEnv>;

/** Reads the web process's slice of the environment; throws one error that names every problem. */
export const readWebEnv = (source: Record<string, string | undefined> = process.env): WebEnv =>
  readEnv(webEnv, source as NodeJS.ProcessEnv);
