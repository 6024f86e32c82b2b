import { presetNames } from '@recado/core/plans/contract';
import { productName, readEnv, runtimeEnv } from '@recado/runtime/env';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

const jobsEnv = runtimeEnv.extend({
  /** Postgres as the role recado_jobs. */
  DATABASE_URL: z.string().min(1, 'the database, as the role recado_jobs'),
  /** The catalogue of plans that is sold from. */
  RECADO_CATALOGUE: z.enum(presetNames).default('recado'),
  /** Who runs the jobs: the executor in this process over Postgres, or an Inngest server. */
  JOBS_MODE: z.enum(['embedded', 'inngest']).default('embedded'),
  /** Signs the calls of the engine. Hexadecimal, as Inngest wants it; a prefix like signkey-prod- may stand before. */
  INNGEST_SIGNING_KEY: z.string().regex(/^(signkey-[a-z]+-)?([0-9a-f]{2}){16,}$/i, '32 or more hexadecimal digits'),
  /** Opens the engine's event API. */
  INNGEST_EVENT_KEY: z.string().regex(/^[\w-]{16,}$/, '16 or more letters and digits'),
  /** Where the Inngest server answers; for JOBS_MODE=inngest. */
  INNGEST_BASE_URL: z.url().optional(),
  /** Where the functions are served, and the address under which the engine reaches that. */
  RECADO_JOBS_PORT: port.default(4307),
  RECADO_JOBS_URL: z.url().optional(),
  RECADO_HEALTH_PORT: port.default(4308),
  RECADO_PUBLIC_URL: z.url(),
  RECADO_PRODUCT_NAME: productName,
  /** Where answers to mails go, when not to their sender. */
  RECADO_SUPPORT_EMAIL: z.email().optional(),
  RECADO_MEDIA_DIR: z.string().min(1, 'a folder for files'),
  /** Where the heads of the audit are written down; without it they are in the log only. */
  RECADO_AUDIT_DIR: z.string().min(1).optional(),
  /** Tables of cities and of kinds of connections by address (MMDB); without them nothing is known of networks but their country. */
  RECADO_CITY_FILE: z.string().optional(),
  RECADO_NETWORK_FILE: z.string().optional(),
  SMTP_URL: z.string().min(1, 'smtp://… for outgoing mail'),
  RECADO_MAIL_FROM: z.string().default('Recado <no-reply@recado.example>'),
  /** Where texts are handed over, and what signs them; without both no text leaves, and nobody is offered a way by phone. */
  SMS_WEBHOOK_URL: z.url({ protocol: /^https$/ }).optional(),
  SMS_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'whsec_ and 24 bytes or more in base64')
    .optional(),
  /** Signs what browsers are told by push; without it none is told. The web process has the same. */
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, '32 bytes in base64url')
    .optional(),
  /** Takes the money for plans; without it nothing is sold here. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(live|test)_\w+$/, 'a secret or restricted key of Stripe, sk_… or rk_…')
    .optional(),
  /** Where the simulator of Stripe answers; for RECADO_MODE=embedded. */
  RECADO_STRIPE_URL: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }).optional(),
  /** Where whoever stands in for VIES answers; for RECADO_MODE=embedded, where the Union's own service is not asked. */
  RECADO_VIES_URL: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }).optional(),
  /** Calls at once of the executor. */
  RECADO_JOBS_WORKERS: z.coerce.number().int().min(1).max(500).default(32),
});

/** Who runs the jobs, decided once. */
export type Engine = { name: 'embedded'; workers: number } | { name: 'inngest'; baseUrl: string };

export type JobsConfig = Omit<z.output<typeof jobsEnv>, 'JOBS_MODE' | 'INNGEST_BASE_URL' | 'RECADO_JOBS_WORKERS'> & {
  engine: Engine;
};

/** Turns the environment into the configuration of the jobs' process; names every problem at once. */
export function readJobsConfig(source: NodeJS.ProcessEnv = process.env): JobsConfig {
  const { JOBS_MODE, INNGEST_BASE_URL, RECADO_JOBS_WORKERS, ...rest } = readEnv(
    jobsEnv.superRefine((env, issues) => {
      if ((env.SMS_WEBHOOK_URL === undefined) !== (env.SMS_WEBHOOK_SECRET === undefined))
        issues.addIssue({
          code: 'custom',
          path: ['SMS_WEBHOOK_SECRET'],
          message: 'goes with SMS_WEBHOOK_URL, both or neither',
        });
      for (const name of ['RECADO_STRIPE_URL', 'RECADO_VIES_URL'] as const)
        if (env[name] !== undefined && env.RECADO_MODE !== 'embedded')
          issues.addIssue({ code: 'custom', path: [name], message: 'is for RECADO_MODE=embedded only' });
      if (env.JOBS_MODE !== 'inngest') return;
      for (const name of ['INNGEST_BASE_URL', 'RECADO_JOBS_URL'] as const) {
        if (env[name] === undefined)
          issues.addIssue({ code: 'custom', path: [name], message: 'JOBS_MODE=inngest needs it' });
      }
    }),
    source,
  );
  return {
    ...rest,
    engine:
      JOBS_MODE === 'inngest'
        ? { name: 'inngest', baseUrl: INNGEST_BASE_URL as string }
        : { name: 'embedded', workers: RECADO_JOBS_WORKERS },
  };
}
