import { z } from 'zod';

const KeyedLimit = z.object({
  limit: z.number(),
  key: z.string().nullish(),
  scope: z.enum(['fn', 'env', 'account']).nullish(),
});
const one = <T extends z.ZodType>(shape: T) => z.union([z.array(shape), shape.transform((each) => [each])]);

/** What the SDK registers of a function, as far as the executor acts upon it. */
const FunctionConfig = z.object({
  id: z.string().min(1).max(200),
  name: z.string().nullish(),
  triggers: z.array(
    z.union([
      z.object({ event: z.string(), expression: z.string().nullish() }),
      z.object({ cron: z.string(), jitter: z.string().nullish() }),
    ]),
  ),
  steps: z.object({
    step: z.object({ runtime: z.object({ url: z.string() }), retries: z.object({ attempts: z.number() }).nullish() }),
  }),
  concurrency: z
    .union([z.number().transform((limit) => [{ limit, key: null, scope: null }]), one(KeyedLimit)])
    .nullish(),
  throttle: z
    .object({ limit: z.number(), period: z.string(), burst: z.number().nullish(), key: z.string().nullish() })
    .nullish(),
  rateLimit: z.object({ limit: z.number(), period: z.string(), key: z.string().nullish() }).nullish(),
  debounce: z.object({ period: z.string(), timeout: z.string().nullish(), key: z.string().nullish() }).nullish(),
  batchEvents: z
    .object({ maxSize: z.number(), timeout: z.string(), key: z.string().nullish(), if: z.string().nullish() })
    .nullish(),
  singleton: z.object({ key: z.string().nullish(), mode: z.enum(['skip', 'cancel']) }).nullish(),
  idempotency: z.string().nullish(),
  priority: z.object({ run: z.string().nullish() }).nullish(),
  timeouts: z.object({ start: z.string().nullish(), finish: z.string().nullish() }).nullish(),
  cancel: z.array(z.object({ event: z.string(), if: z.string().nullish(), timeout: z.string().nullish() })).nullish(),
});
export type FunctionConfig = z.infer<typeof FunctionConfig>;

export type KnownFunction = {
  id: string;
  config: FunctionConfig;
  url: string;
  maxAttempts: number;
  /** No option changes how its runs start, so they start in one statement with many others. */
  plain: boolean;
};

/** Reads one registered function; throws with the reason when it cannot be one. */
export function readFunction(raw: unknown): KnownFunction {
  const config = FunctionConfig.parse(raw);
  const { concurrency, throttle, rateLimit, debounce, batchEvents, singleton, idempotency, timeouts, cancel } = config;
  return {
    id: config.id,
    config,
    url: config.steps.step.runtime.url,
    maxAttempts: Math.min(Math.max(config.steps.step.retries?.attempts ?? 4, 0), 20) + 1,
    plain: !(
      concurrency?.length ||
      throttle ||
      rateLimit ||
      debounce ||
      batchEvents ||
      singleton ||
      idempotency ||
      timeouts ||
      cancel?.length
    ),
  };
}

/** Whether an event of this name starts a function with this trigger; `app/*` stands for all names that begin so. */
export const namesEvent = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)));
