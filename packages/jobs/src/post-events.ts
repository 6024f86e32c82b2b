import type { OutboxEvent } from '@recado/core/kernel';

/** What one request holds; the API refuses larger ones. */
const REQUEST_BYTES = 1_000_000;
const TIMEOUT_MS = 10_000;

/**
 * Sends events to Inngest's event API in their order, the outbox's id as the event's own, by which the API knows one that it has seen.
 * Throws when one request fails; those before it have arrived and may be sent again.
 */
export function postEvents(engine: { baseUrl: string; eventKey: string; fetch?: typeof fetch }) {
  const send = engine.fetch ?? fetch;
  const url = new URL(`/e/${encodeURIComponent(engine.eventKey)}`, engine.baseUrl);
  return async (events: readonly OutboxEvent[]): Promise<void> => {
    for (const body of requestsOf(events)) {
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`the event API answered ${response.status}: ${text.slice(0, 300)}`);
    }
  };
}

/** JSON arrays of at most a request's size; an event alone may be larger. */
function requestsOf(events: readonly OutboxEvent[]): string[] {
  const requests: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const text = JSON.stringify(event);
    if (bytes + text.length > REQUEST_BYTES) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push(text);
    bytes += text.length;
  }
  return requests.map((texts) => `[${texts.join(',')}]`);
}
