import { createHash } from 'node:crypto';
import { nextCron } from './cron-time.ts';
import type { Engine } from './engine.ts';
import { type KnownFunction, namesEvent, readFunction } from './function-config.ts';
import { canonicalText, isSigned, sign } from './signature.ts';

const INTERNAL_END = 'inngest/function.finished';

/**
 * Asks the app for its functions, in band: the answer to one signed request carries them all. Stores them and their crons;
 * a cron that is known keeps its next time, so a restart neither skips nor repeats one.
 */
export async function discover(engine: Engine): Promise<void> {
  const found = await askApp(engine);
  engine.functions.clear();
  for (const fn of found) engine.functions.set(fn.id, fn);
  const crons = cronsOf(found);
  engine.crons = { fns: crons.map((each) => each.fn), expressions: crons.map((each) => each.expression) };
  engine.tellFinished = found.some((fn) =>
    fn.config.triggers.some((each) => 'event' in each && namesEvent(each.event, INTERNAL_END)),
  );
  await register(engine, true);
  engine.isReady = true;
  engine.log.info({ functions: found.length }, 'functions discovered');
  engine.timed();
}

/** Says again that this process serves its functions, so that nobody takes them for gone. */
export const renewRegistration = (engine: Engine): Promise<void> => register(engine, false);

async function askApp(engine: Engine): Promise<KnownFunction[]> {
  const { app, signingKey } = engine.options;
  const body = canonicalText({ url: app.url });
  const response = await (app.fetch ?? fetch)(app.url, {
    method: 'PUT',
    body,
    headers: {
      'content-type': 'application/json',
      'x-inngest-sync-kind': 'in_band',
      'x-inngest-server-kind': 'cloud',
      'x-inngest-signature': sign(signingKey, body, Date.now()),
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The app answered discovery with ${response.status}: ${text.slice(0, 300)}`);
  if (!isSigned(signingKey, text, response.headers.get('x-inngest-signature'), Date.now()))
    throw new Error('The app did not sign its answer to discovery with the key of the executor.');
  const { functions } = JSON.parse(text) as { functions?: unknown[] };
  const found: KnownFunction[] = [];
  for (const raw of functions ?? []) {
    try {
      found.push(readFunction(raw));
    } catch (error) {
      const id = String((raw as { id?: unknown } | null)?.id ?? 'without an id');
      throw new Error(`The function ${id} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  }
  return found;
}

const cronsOf = (functions: Iterable<KnownFunction>) =>
  [...functions].flatMap((fn) =>
    fn.config.triggers.flatMap((each) =>
      'cron' in each ? [{ fn: fn.id, expression: each.cron, jitter: each.jitter ?? null }] : [],
    ),
  );

async function register(engine: Engine, isNew: boolean): Promise<void> {
  const now = new Date();
  const rows = [...engine.functions.values()].map((fn) => {
    const config = canonicalText(fn.config);
    return {
      id: fn.id,
      name: fn.config.name ?? fn.id,
      config: fn.config,
      digest: createHash('sha256').update(config).digest('hex'),
    };
  });
  const crons = cronsOf(engine.functions.values()).map((each) => ({ ...each, next: nextCron(each.expression, now) }));
  const [answer] = await engine.sql<[{ back: number }]>`
    select jobs.register_functions(${JSON.stringify(rows)}::text::json, ${JSON.stringify(crons)}::text::json, ${isNew}) as back`;
  if (answer.back > 0) engine.timed();
}
