import { z } from 'zod';
import { EventTooLarge, MalformedEvent, readEvent } from './accept-events.ts';
import type { Batcher } from './batcher.ts';
import type { InboundEvent, RefusalReason } from './contract.ts';
import { type Engine, NotReady, readClaimName, refuse } from './engine.ts';
import { bearerOf, isSecret } from './signature.ts';
import type { Checkpoint } from './store-checkpoint.ts';

const REQUEST_BYTES = 4 * 1024 * 1024;
const STEP_OPS = new Set(['StepRun', 'Step']);

const CheckpointBody = z.object({
  qi_id: z.string(),
  fn_id: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      op: z.string(),
      name: z.string().nullish(),
      displayName: z.string().nullish(),
      data: z.unknown().optional(),
    }),
  ),
});

export type ApiDoors = {
  engine: Engine;
  checkpoint: Batcher<Checkpoint, boolean>;
  /** With a seed, the same events sent again are known. */
  send(events: InboundEvent[], seed?: string): Promise<string[]>;
  rediscover(): Promise<void>;
};

class Refused extends Error {
  readonly status: number;
  readonly reason: RefusalReason;
  constructor(status: number, reason: RefusalReason, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const json = (status: number, body: unknown): Response => Response.json(body, { status });

/** The HTTP face: the paths of Inngest's event API and of what the SDK asks for. Refusals are JSON, logged and counted. */
export function createApi({ engine, checkpoint, send, rediscover }: ApiDoors): (request: Request) => Promise<Response> {
  const bearer = bearerOf(engine.options.signingKey);
  const proveBearer = (request: Request): void => {
    const presented = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (!isSecret(presented, bearer)) throw new Refused(401, 'wrongKey', 'The signing key is missing or wrong.');
  };

  const postEvents = async (request: Request, key: string): Promise<Response> => {
    if (!isSecret(readPart(key), engine.options.eventKey))
      throw new Refused(401, 'wrongKey', 'The event key is wrong.');
    const body = await readBody(request);
    const events: InboundEvent[] = [];
    for (const raw of Array.isArray(body) ? body : [body]) {
      try {
        events.push(readEvent(raw));
      } catch (error) {
        if (error instanceof EventTooLarge) throw new Refused(413, 'tooLarge', error.message);
        if (error instanceof MalformedEvent) throw new Refused(400, 'malformed', error.message);
        throw error;
      }
    }
    return json(200, { ids: await send(events, seedOf(request)), status: 200 });
  };

  const postCheckpoint = async (request: Request, run: string): Promise<Response> => {
    proveBearer(request);
    const parsed = CheckpointBody.safeParse(await readBody(request));
    const claim = parsed.success ? readClaimName(parsed.data.qi_id) : null;
    if (!parsed.success || !claim) throw new Refused(400, 'malformed', 'The checkpoint cannot be read.');
    if (!engine.functions.has(parsed.data.fn_id))
      throw new Refused(404, 'unknownFunction', `The function "${parsed.data.fn_id}" is not served here.`);
    const strange = parsed.data.steps.find((each) => !STEP_OPS.has(each.op));
    if (strange) throw new Refused(400, 'malformed', `The operation ${strange.op} cannot be stored by a checkpoint.`);
    const steps = parsed.data.steps.map(({ id, name, displayName, data }) => ({
      id,
      name: (displayName ?? name ?? '').replaceAll('\0', ''),
      value: data ?? null,
    }));
    if (!(await checkpoint.add({ ...claim, run, steps })))
      throw new Refused(409, 'staleCheckpoint', 'This call of the function is no longer the one that counts.');
    return json(200, { data: { run_id: run }, metadata: {} });
  };

  const route = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const [, area, first, second, third, ...rest] = pathname.split('/');
    const { method } = request;
    if (method === 'POST' && area === 'e' && first && second === undefined) return postEvents(request, first);
    if (area === 'fn' && first === 'register' && method === 'POST') {
      proveBearer(request);
      await rediscover();
      return json(200, { ok: true, status: 200, modified: true });
    }
    if (area === 'v1' && second && rest.length === 0) {
      if (method === 'POST' && first === 'checkpoint' && third === 'async') return postCheckpoint(request, second);
      proveBearer(request);
      if (method === 'GET' && first === 'events' && third === 'runs')
        return json(200, await runsOfEvent(engine, second));
      if (first === 'runs' && third === undefined && method === 'GET') return json(200, await readRun(engine, second));
      if (first === 'runs' && third === undefined && method === 'DELETE') return cancelRun(engine, second);
    }
    throw new Refused(404, 'notFound', `Nothing is served at ${method} ${pathname.replace(/^\/e\/.*/, '/e/…')}.`);
  };

  return async (request) => {
    try {
      return await route(request);
    } catch (error) {
      if (error instanceof Refused) {
        refuse(engine, error.reason, { status: error.status, message: error.message });
        return json(error.status, { error: error.message, status: error.status });
      }
      if (error instanceof NotReady) return json(503, { error: error.message, status: 503 });
      engine.log.error({ err: error }, 'a request failed');
      return json(500, { error: 'The executor could not do this now.', status: 500 });
    }
  };
}

const readPart = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/** The SDK says the same seed when it tries a request again. */
const seedOf = (request: Request): string | undefined => {
  const seed = request.headers.get('x-inngest-event-id-seed');
  return seed && seed.length <= 200 ? seed : undefined;
};

async function readBody(request: Request): Promise<unknown> {
  const tooLarge = (): Refused =>
    new Refused(413, 'tooLarge', `A request carries at most ${REQUEST_BYTES / 1024 / 1024} MB.`);
  if (Number(request.headers.get('content-length') ?? 0) > REQUEST_BYTES) throw tooLarge();
  let size = 0;
  const parts: Uint8Array[] = [];
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > REQUEST_BYTES) throw tooLarge();
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Refused(400, 'malformed', 'The body is not JSON.');
  }
}

type RunRow = {
  run_id: string;
  run_started_at: Date;
  function_id: string;
  event_id: string;
  status: string;
  ended_at: Date | null;
  output: unknown;
};

async function runsOfEvent(engine: Engine, id: string): Promise<{ data: RunRow[] }> {
  const data = await engine.sql<RunRow[]>`
    with e as materialized (select id from jobs.event where id = ${id} union select id from jobs.event where dedupe = ${id} limit 1)
    select r.id as run_id, coalesce(r.started_at, r.created_at) as run_started_at, r.fn as function_id, e.id as event_id, initcap(r.status) as status, r.ended_at,
        coalesce(r.output, r.error) as output
      from e join jobs.run r on r.id in (select x.id from jobs.run x where x.event = e.id union all select y.run from jobs.run_event y where y.event = e.id)
     order by r.id`;
  return { data: [...data] };
}

async function readRun(engine: Engine, id: string): Promise<{ data: RunRow }> {
  const [data] = await engine.sql<[RunRow?]>`
    select r.id as run_id, coalesce(r.started_at, r.created_at) as run_started_at, r.fn as function_id, r.event as event_id, initcap(r.status) as status, r.ended_at,
        coalesce(r.output, r.error) as output from jobs.run r where r.id = ${id}`;
  if (!data) throw new Refused(404, 'unknownRun', `There is no run ${id.slice(0, 40)}.`);
  return { data };
}

async function cancelRun(engine: Engine, id: string): Promise<Response> {
  await readRun(engine, id);
  await engine.sql`select jobs.cancel_run(${id}, ${engine.tellFinished})`;
  engine.nudge();
  engine.timed();
  return new Response(null, { status: 204 });
}
