import { readEnv, runtimeEnv } from '@recado/runtime/env';
import { z } from 'zod';

const schema = runtimeEnv.pick({ RECADO_MODE: true, RECADO_LOG_LEVEL: true }).extend({
  RECADO_STRIPE_SIMULATOR_PORT: z.coerce.number().int().min(0).max(65535).default(4310),
  /** The folder of the simulated account; without one it lives in memory and dies with the process. */
  RECADO_STRIPE_SIMULATOR_DATA: z.string().optional(),
  /** The only secret key that it answers to. */
  RECADO_STRIPE_SIMULATOR_KEY: z
    .string()
    .regex(/^sk_test_\w{8,}$/, 'must begin with sk_test_: it is for trying, never for money'),
  /** Where events go, as `secret@url` with a secret that begins with whsec_. */
  RECADO_STRIPE_SIMULATOR_WEBHOOK: z
    .string()
    .regex(/^whsec_\w+@http:\/\/\S+$/)
    .optional(),
});

export type StripeSimulatorEnv = z.output<typeof schema>;

/** The simulator's slice of the environment; throws EnvError naming every problem at once. */
export const stripeSimulatorEnv = (): StripeSimulatorEnv => readEnv(schema, process.env);
