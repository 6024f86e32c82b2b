import postgres from 'postgres';
import { type Database, reconnectSeconds } from './client.ts';

const CHANNEL = 'recado_hint';
/**
 * At most one statement per pause: NOTIFY takes a lock that all committing writers would queue for. The first after a silence goes at
 * once, because nobody else is queueing.
 */
const PAUSE_MS = 10;

/** A hint says where to look again. Losing one loses time, never what was written. */
export type Hint =
  | { kind: 'changed'; workspaceId: string }
  | ({ kind: 'present' } & Present)
  | { kind: 'queued'; channelId: string }
  | { kind: 'wanted' }
  | { kind: 'emitted' };

/** That a page of somebody shows a conversation: the one hint that is no place to look, since nothing of it is kept. */
export type Present = {
  workspaceId: string;
  conversationId: string;
  personId: string;
  pageId: string;
  state: 'here' | 'typing' | 'gone';
};

export type Hints = {
  changed(workspaceId: string): void;
  present(presence: Present): void;
  queued(channelId: string): void;
  wanted(): void;
  emitted(): void;
  /** Sends what is still pending. */
  flush(): Promise<void>;
};

/**
 * The voice that tells other processes what to look at. Equal hints within a pause are one. Call it after a commit, never
 * inside a transaction; give it a handle of its own (`connect(url, { max: 1 })`), so that no write waits behind it.
 */
export function createHints(db: Database, onError: (error: unknown) => void = () => {}): Hints {
  let pending = new Set<string>();
  let isPausing = false;
  let running: Promise<void> = Promise.resolve();

  const send = async (): Promise<void> => {
    const payloads = [...pending];
    pending = new Set();
    if (payloads.length === 0) return;
    try {
      await db`select pg_notify(${CHANNEL}, p) from unnest(${payloads}::text[]) p`;
    } catch (error) {
      onError(error);
    }
  };
  const pause = (): void => {
    isPausing = true;
    setTimeout(() => {
      isPausing = false;
      if (pending.size > 0) leave();
    }, PAUSE_MS);
  };
  const leave = (): void => {
    pause();
    // in a microtask: what is said in one breath is one statement
    running = running.then(send);
  };
  const say = (payload: string): void => {
    pending.add(payload);
    if (!isPausing) leave();
  };
  return {
    changed: (workspaceId) => say(`changed:${workspaceId}`),
    present: ({ workspaceId, conversationId, personId, pageId, state }) =>
      say(`present:${workspaceId}:${conversationId}:${personId}:${pageId}:${state}`),
    queued: (channelId) => say(`queued:${channelId}`),
    wanted: () => say('wanted'),
    emitted: () => say('emitted'),
    async flush() {
      await running;
      await send();
    },
  };
}

export type HintListener = { close(): Promise<void> };

/**
 * Listens on a connection of its own and finds its way back when that breaks. `onResume` runs after every (re)connection:
 * what was hinted meanwhile was missed, so the listener looks at everything once.
 */
export async function listenHints(
  url: string,
  handler: (hint: Hint) => void,
  options: { name?: string; onResume?: () => void } = {},
): Promise<HintListener> {
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    backoff: reconnectSeconds,
    connection: { application_name: options.name ?? 'recado-hints' },
    onnotice: () => {},
  });
  await sql.listen(
    CHANNEL,
    (payload) => {
      const hint = parseHint(payload);
      if (hint) handler(hint);
    },
    () => options.onResume?.(),
  );
  return { close: () => sql.end({ timeout: 1 }) };
}

/** Reads a payload; null for one that this version does not know. */
export function parseHint(payload: string): Hint | null {
  const [kind, id, ...more] = payload.split(':');
  if (kind === 'present' && id) {
    const [conversationId, personId, pageId, state] = more;
    if (!conversationId || !personId || !pageId || !isState(state)) return null;
    return { kind, workspaceId: id, conversationId, personId, pageId, state };
  }
  if (kind === 'changed' && id) return { kind, workspaceId: id };
  if (kind === 'queued' && id) return { kind, channelId: id };
  if (kind === 'wanted' || kind === 'emitted') return { kind };
  return null;
}

const isState = (state: string | undefined): state is Present['state'] =>
  state === 'here' || state === 'typing' || state === 'gone';

/** Listens for sessions that ended: rare, and told inside the transaction that ended them. The row is the truth, this is where to look. */
export async function listenSessions(
  url: string,
  handler: (sessionIds: string[]) => void,
  options: { onResume?: () => void } = {},
): Promise<HintListener> {
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    backoff: reconnectSeconds,
    connection: { application_name: 'recado-sessions' },
    onnotice: () => {},
  });
  await sql.listen(
    'recado_session',
    (payload) => handler(payload.split(',')),
    () => options.onResume?.(),
  );
  return { close: () => sql.end({ timeout: 1 }) };
}
