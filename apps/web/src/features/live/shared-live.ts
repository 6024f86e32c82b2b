import type { PresenceRow } from '@recado/core/conversations/contract';
import { connectLive, type LiveEvent } from './live-connection.ts';

/**
 * One stream for all tabs of this browser that look at the same workspace as the same person. The tab that holds the lock
 * reads the stream and tells the others; when it closes, the next one goes on from the cursor that it heard last, as does a page that
 * was away and joins again with the `cursor` that its leaving answered.
 */
export function joinLive(options: {
  personId: string;
  workspaceId: string;
  cursor?: string | null;
  onEvent(event: LiveEvent): void;
}): {
  leave(): string | null;
  hurry(): void;
  lost(): void;
} {
  const { personId, workspaceId, onEvent } = options;
  const name = `recado-live:${personId}:${workspaceId}`;
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let cursor: string | null = options.cursor ?? null;
  let isUp = false;
  let hasListened = false;
  let connection: ReturnType<typeof connectLive> | null = null;
  // who is where, for a tab that comes later: the stream tells only what is new
  const present = new Map<string, PresenceRow>();

  const act = (event: LiveEvent) => {
    if (event.type === 'changes') cursor = event.cursor;
    if (event.type === 'state') {
      isUp = event.isUp;
      // whoever comes and goes while nothing is heard is told anew by the next stream
      if (!isUp) present.clear();
      cursor = event.cursor;
    }
    if (event.type === 'presence') for (const row of event.rows) present.set(row.conversationId, row);
    onEvent(event);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<LiveEvent | { type: 'hello' }>) => {
    if (data.type !== 'hello') {
      hasListened = true;
      act(data);
    } else if (connection) {
      channel.postMessage({ type: 'state', isUp, cursor } satisfies LiveEvent);
      if (present.size > 0) channel.postMessage({ type: 'presence', rows: [...present.values()] } satisfies LiveEvent);
    }
  });
  channel.postMessage({ type: 'hello' });

  const lead = () =>
    new Promise<void>((resolve) => {
      leaving.signal.addEventListener('abort', () => resolve());
      connection = connectLive({
        cursor,
        hasGap: hasListened && cursor === null,
        url: (from) =>
          `/live?${new URLSearchParams({ workspace: workspaceId, person: personId, ...(from ? { cursor: from } : {}) })}`,
        ports: {
          open: (url) => new EventSource(url) as never,
          random: Math.random,
          setTimer(run, ms) {
            const timer = setTimeout(run, ms);
            return () => clearTimeout(timer);
          },
        },
        onEvent(event) {
          channel.postMessage(event);
          act(event);
        },
      });
    });
  // a browser without locks reads its own stream in each tab
  if ('locks' in navigator) navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {});
  else void lead();

  return {
    hurry: () => connection?.hurry(),
    lost: () => connection?.lost(),
    leave() {
      connection?.stop();
      leaving.abort();
      channel.close();
      return cursor;
    },
  };
}
