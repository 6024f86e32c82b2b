import { createHash, createHmac } from 'node:crypto';

/** A server that runs Inngest functions, as its operator describes it. */
export type Engine = {
  /** Where events are posted: `<eventUrl>/e/<eventKey>`. */
  eventUrl: string;
  /** Where runs are asked for: `<apiUrl>/v1/…`. */
  apiUrl: string;
  eventKey: string;
  signingKey: string;
  /** Every bound on what must happen is multiplied by this; a server with Inngest's own retry delays needs about 12. */
  patience?: number;
};

/** What a client posts. */
export type OutgoingEvent = { name: string; data?: Record<string, unknown>; id?: string; ts?: number };

/** A run as `GET /v1/events/:id/runs` lists it; other fields are the server's own affair. */
export type ListedRun = {
  run_id: string;
  event_id: string;
  status: string;
  output: unknown;
  ended_at: string | null;
};

/** Posts events as they are and answers status and body. */
export async function postEvents(
  engine: Engine,
  body: unknown,
  eventKey = engine.eventKey,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(`/e/${eventKey}`, engine.eventUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

/** Sends events and answers their ids in order; throws unless the server takes all of them. */
export async function sendEvents(engine: Engine, events: readonly OutgoingEvent[]): Promise<string[]> {
  const { status, body } = await postEvents(engine, events);
  const ids = (body as { ids?: string[] }).ids;
  if (status !== 200 || ids?.length !== events.length)
    throw new Error(`the event API answered ${status} ${JSON.stringify(body)}`);
  return ids;
}

/** The runs that an event started. */
export async function runsOf(engine: Engine, eventId: string): Promise<ListedRun[]> {
  const response = await askRuns(engine, eventId, hashedKey(engine.signingKey));
  if (!response.ok) throw new Error(`the runs of ${eventId} were answered with ${response.status}`);
  return ((await response.json()) as { data?: ListedRun[] | null }).data ?? [];
}

/** The bare answer about an event's runs under a bearer token, or under none. */
export const askRuns = (engine: Engine, eventId: string, token?: string): Promise<Response> =>
  fetch(new URL(`/v1/events/${eventId}/runs`, engine.apiUrl), {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

/** The signing key as it travels in a bearer token: the prefix stays, the rest is hashed. */
export function hashedKey(signingKey: string): string {
  const [, prefix = '', secret = ''] = /^(signkey-\w+-)?(.*)$/.exec(signingKey) ?? [];
  return `${prefix}${createHash('sha256').update(Buffer.from(secret, 'hex')).digest('hex')}`;
}

/** The signature header of a request to the app; the body is canonical JSON (keys sorted, no spaces) or nothing. */
export function signatureOf(signingKey: string, body: string, at = Math.floor(Date.now() / 1000)): string {
  const secret = signingKey.replace(/^signkey-\w+-/, '');
  return `t=${at}&s=${createHmac('sha256', secret).update(`${body}${at}`).digest('hex')}`;
}
