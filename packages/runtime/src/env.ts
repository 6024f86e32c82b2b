import { z } from 'zod';

/** Turns the environment into values by a schema and reports every problem at once, so that one start is enough to mend all. */
export function readEnv<Schema extends z.ZodType>(schema: Schema, source: NodeJS.ProcessEnv): z.output<Schema> {
  // an empty variable in a compose file means "not set"
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(environment)'}: ${issue.message}`);
  throw new EnvError(
    `The environment is not complete:\n${lines.join('\n')}\nSee .env.example for what each variable means.`,
  );
}

/** Thrown by readEnv; its message is meant for the operator's terminal. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/** What an operator calls the product: it stands in pages, scripts and mails, where no tag may begin. */
export const productName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^<>&"'`\\\p{Cc}]+$/u, 'a name without < > & quotes or backslashes')
  .default('Recado');

/** The slice that every process shares. */
export const runtimeEnv = z.object({
  RECADO_MODE: z.enum(['embedded', 'production']).default('production'),
  RECADO_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  RECADO_RELEASE: z.string().default('development'),
  SENTRY_DSN: z.string().url().optional(),
  /** `kid:base64(32 bytes)` pairs, comma separated; the first seals, all open. */
  RECADO_KEYS: z.string().optional(),
  /** A file with the same content, for embedded installations (0600). */
  RECADO_KEYS_FILE: z.string().optional(),
});
