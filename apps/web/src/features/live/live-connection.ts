import type { PresenceRow } from '@recado/core/conversations/contract';

/**
 * The events of the stream that a reader acts on. `state` is about the stream itself; `isRefused` when it never came up, for which there may be a
 * reason that only a call can tell.
 */
export type LiveEvent =
  | { type: 'changes'; cursor: string; changes: readonly LiveChange[] }
  | { type: 'presence'; rows: readonly PresenceRow[] }
  | { type: 'reset' }
  | { type: 'ended'; code: string; params: Record<string, unknown> }
  | { type: 'state'; isUp: boolean; cursor: string | null; isRefused?: boolean };
export type LiveChange = { topic: string; id: string; conversationId?: string | null; row: unknown };

/** The part of `EventSource` that the connection needs. */
export type StreamSource = {
  addEventListener(type: string, listener: (event: { data?: string }) => void): void;
  close(): void;
};
export type LivePorts = {
  open(url: string): StreamSource;
  setTimer(run: () => void, ms: number): () => void;
  random(): number;
};

// the server pings each 15 s: two missed pings may mean that a line swallows everything, and a displacement must be known within 32 s
const silenceMs = 30_500;
const firstWaitMs = 500;
const longestWaitMs = 20_000;

/**
 * Keeps one stream open and resumes it from the last cursor after a break, sooner at first and later with patience.
 * It stops for good when the session ended or `stop` is called.
 */
export function connectLive(options: {
  url(cursor: string | null): string;
  cursor: string | null;
  /** Set when changes may have been missed before this connection: the first `ready` is then followed by a reset. */
  hasGap?: boolean;
  ports: LivePorts;
  onEvent(event: LiveEvent): void;
}) {
  const { ports, onEvent } = options;
  let cursor = options.cursor;
  let source: StreamSource | null = null;
  let cancelTimer: () => void = () => {};
  let hasGap = options.hasGap ?? false;
  let breaks = 0;
  let hasComeUp = false;
  let isStopped = false;

  const listenForSilence = () => {
    cancelTimer();
    cancelTimer = ports.setTimer(reopen, silenceMs);
  };
  const comeUp = (at: string | null) => {
    breaks = 0;
    hasComeUp = true;
    cursor = at;
    onEvent({ type: 'state', isUp: true, cursor });
  };
  const open = () => {
    if (isStopped) return;
    const opened = ports.open(options.url(cursor));
    source = opened;
    const on = (type: string, act: (data: Record<string, never>) => void) =>
      opened.addEventListener(type, (event) => {
        if (source !== opened) return;
        listenForSilence();
        const data = parse(event.data);
        if (data) act(data);
      });
    on('ready', (data) => {
      comeUp(data.cursor ?? cursor);
      if (hasGap) onEvent({ type: 'reset' });
      hasGap = false;
    });
    on('changes', (data) => {
      cursor = data.cursor ?? cursor;
      onEvent({ type: 'changes', cursor: cursor ?? '', changes: data.changes ?? [] });
    });
    on('presence', (data) => onEvent({ type: 'presence', rows: data.rows ?? [] }));
    on('reset', (data) => {
      if (data.cursor) {
        comeUp(data.cursor);
        onEvent({ type: 'reset' });
      } else {
        // nothing to resume from: what is loaded is asked for again once the next stream has a place to begin
        cursor = null;
        hasGap = true;
      }
    });
    on('ended', (data) => {
      stop();
      onEvent({ type: 'ended', code: data.code ?? '', params: data.params ?? {} });
    });
    // nothing happened, and this is how far
    on('ping', (data) => {
      if (data.cursor) comeUp(data.cursor);
    });
    opened.addEventListener('error', () => {
      if (source === opened) reopen();
    });
    listenForSilence();
  };
  function reopen() {
    source?.close();
    source = null;
    cancelTimer();
    if (isStopped) return;
    onEvent({ type: 'state', isUp: false, cursor, isRefused: !hasComeUp });
    hasComeUp = false;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** breaks);
    breaks += 1;
    // half of the wait is chance, so that all browsers do not return in the same instant after a restart
    cancelTimer = ports.setTimer(open, wait / 2 + (ports.random() * wait) / 2);
  }
  function stop() {
    isStopped = true;
    cancelTimer();
    source?.close();
    source = null;
  }

  open();
  return {
    stop,
    /** The browser says that the network is gone: an open stream would find out only by its silence. */
    lost() {
      if (source) reopen();
    },
    /** Tries at once instead of waiting, for when the browser says that the network is back. */
    hurry() {
      if (isStopped || source) return;
      cancelTimer();
      breaks = 0;
      open();
    },
  };
}

function parse(data: string | undefined): Record<string, never> | null {
  if (!data) return {};
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
