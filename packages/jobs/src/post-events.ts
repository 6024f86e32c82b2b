import type { OutboxEvent, RefusedEvent } from '@recado/core/kernel';
import type { Logger } from '@recado/runtime/logger';

/** What one request holds; the API refuses larger ones. */
const REQUEST_BYTES = 1_000_000;
const TIMEOUT_MS = 10_000;
/**
 * Refusals that say nothing of the event: of the key (401, 403, and 404, 409, 412 as the SDK reads them), of the way there (405, 407,
 * 421, 426), of the moment (408, 425, 429). They may end, and until then everything waits. Every other 4xx is about what was sent.
 */
const MAY_END = new Set([401, 403, 404, 405, 407, 408, 409, 412, 421, 425, 426, 429]);

type Packed = { event: OutboxEvent; text: string };

/**
 * Sends events to Inngest's event API in their order, the outbox's id as the event's own, by which the API knows one that it has seen.
 * A request that is refused for ever is sent again in halves until the events it is about stand alone; those are the answer.
 * Throws when one request fails otherwise; those before it have arrived and may be sent again.
 */
export function postEvents(engine: { baseUrl: string; eventKey: string; log?: Logger; fetch?: typeof fetch }) {
  const send = engine.fetch ?? fetch;
  const url = new URL(`/e/${encodeURIComponent(engine.eventKey)}`, engine.baseUrl);

  const post = async (some: Packed[], tries: number): Promise<RefusedEvent[]> => {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `[${some.map(({ text }) => text).join(',')}]`,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const said = (await response.text()).slice(0, 300);
    const { status } = response;
    if (response.ok) return [];
    if (status < 400 || status > 499 || MAY_END.has(status))
      throw new Error(`the event API answered ${status}: ${said}`);
    const half = Math.ceil(some.length / 2);
    if (some.length > 1)
      return [...(await post(some.slice(0, half), tries + 1)), ...(await post(some.slice(half), tries + 1))];
    const [{ event }] = some as [Packed];
    engine.log?.error({ event: event.id, name: event.name, status }, 'an event is refused for ever and set aside');
    return [{ id: event.id, code: String(status), detail: said, tries }];
  };
  return async (events: readonly OutboxEvent[]): Promise<RefusedEvent[]> => {
    const refused: RefusedEvent[] = [];
    for (const some of requestsOf(events)) refused.push(...(await post(some, 1)));
    return refused;
  };
}

/** What goes together: at most a request's size; an event alone may be larger. */
function requestsOf(events: readonly OutboxEvent[]): Packed[][] {
  const requests: Packed[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const text = JSON.stringify(event);
    if (bytes + text.length > REQUEST_BYTES) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push({ event, text });
    bytes += text.length;
  }
  return requests;
}
