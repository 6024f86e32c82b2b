import type { ServerResponse } from 'node:http';
import type { Network, NetworkEvents } from '../protocol/network.ts';
import type { ChatMessage } from '../state/chat-message.ts';
import type { Account } from '../state/people.ts';
import { accountView, messageView } from './views.ts';

const HEARTBEAT_MS = 15_000;
const STREAMED = ['message', 'device', 'receipt', 'refusal', 'retry', 'pairing', 'account'] as const;

/** Server-sent events of everything that happens, until the reader goes away. */
export function streamEvents(network: Network, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  const stops = STREAMED.map((name) => {
    const listener = (payload?: NetworkEvents[typeof name][0]) =>
      void response.write(`event: ${name}\ndata: ${JSON.stringify(view(name, payload))}\n\n`);
    network.events.on(name, listener);
    return () => network.events.off(name, listener);
  });
  const heartbeat = setInterval(() => response.write(': beat\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    for (const stop of stops) stop();
  });
}

function view(name: (typeof STREAMED)[number], payload: unknown): unknown {
  if (name === 'message') return messageView(payload as ChatMessage);
  if (name === 'account') return accountView(payload as Account);
  return payload ?? {};
}
