import type { ServerResponse } from 'node:http';
import { readChanges } from '@recado/core/conversations';
import { getViewer } from '@recado/core/identity';
import { AppError, type Ctx } from '@recado/core/kernel';
import { signMedia } from '../media/sign-media.ts';
import { newCursor, readCursor } from './cursor.ts';

/** Changes that arrive within this time travel together. */
const GATHER_MS = 12;
/** Without any hint a stream looks again this often: a lost hint costs seconds, never data. */
const LOOK_MS = 5_000;
/** Live streams that one session, or all visitors of one link, may have open at a process. */
const STREAMS_OF_ONE = 24;
const PING_MS = 15_000;
/** A reader that falls this far behind is cut; it resumes from its cursor. */
const BACKLOG_BYTES = 2 * 1024 * 1024;
const SEEN_LIMIT = 9_000;

export type Request = {
  pass: Buffer;
  personId: string | null;
  workspaceId: string;
  cursor: string | null;
  /** The link by which a visitor reads; null for people. */
  linkId?: string | null;
};

type Stream = {
  response: ServerResponse;
  ctx: Ctx;
  personId: string | null;
  /** The session that it reads under, or a visitor's link. */
  sessionId: string;
  isVisitors: boolean;
  /** Empty until the first read. */
  horizon: string;
  seen: number[];
  busy: boolean;
  again: boolean;
  timer: NodeJS.Timeout | null;
  lookedAt: number;
  closed: boolean;
};

export type Live = {
  /** Serves one stream until the browser goes or the session ends. The head has not been written yet. */
  serve(base: Omit<Ctx, 'workspaceId' | 'door'>, request: Request, response: ServerResponse): Promise<void>;
  /** Something changed in a workspace. */
  changed(workspaceId: string): void;
  /** These sessions may have ended. */
  sessionsEnded(sessionIds: string[]): void;
  /** The hints' connection was lost for a while: everybody looks. */
  lookAll(): void;
  size(): number;
  close(): void;
};

/** Makes the registry of one process. Hints only say where to look: what a stream tells comes from the rows, under its own session. */
export function createLive(): Live {
  const streams = new Set<Stream>();
  const heart = setInterval(() => {
    const now = Date.now();
    for (const stream of streams) {
      if (now - stream.lookedAt >= LOOK_MS) schedule(stream);
    }
  }, 1_000);
  heart.unref();

  async function serve(
    base: Omit<Ctx, 'workspaceId' | 'door'>,
    request: Request,
    response: ServerResponse,
  ): Promise<void> {
    const ctx: Ctx = {
      ...base,
      workspaceId: request.workspaceId,
      door: { kind: 'session', pass: request.pass, personId: request.personId ?? undefined },
    };
    const cursor = readCursor(request.cursor, base.clock.now());
    const sessionId = request.linkId ?? (await getViewer(ctx, request.pass, request.personId)).sessionId;
    const stream: Stream = {
      response,
      ctx,
      personId: request.personId,
      sessionId,
      isVisitors: Boolean(request.linkId),
      horizon: cursor.horizon ?? '',
      seen: [],
      busy: false,
      again: false,
      timer: null,
      lookedAt: Date.now(),
      closed: false,
    };
    // a browser has one, shared by its tabs; whoever opens more and more of them loses the oldest
    const own = [...streams].filter((each) => each.sessionId === sessionId);
    for (const oldest of own.slice(0, Math.max(0, own.length - STREAMS_OF_ONE + 1))) end(oldest, null, {});
    // registered before the first read: what ends or changes in between is looked at again, not lost
    streams.add(stream);
    try {
      const first = await readChanges(ctx, { horizon: null, seen: [] });
      stream.horizon ||= first.horizon;
    } catch (error) {
      close(stream);
      throw error;
    }
    // a browser that left meanwhile has already told so, and will not again
    if (response.destroyed || response.socket?.destroyed) {
      close(stream);
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.socket?.setNoDelay(true);
    write(stream, cursor.expired ? 'reset' : 'ready', { cursor: newCursor(stream.horizon, base.clock.now()) });
    // with the place it has come to: a stream that was quiet for a day goes on from there and does not begin anew
    const ping = setInterval(
      () => write(stream, 'ping', { cursor: newCursor(stream.horizon, base.clock.now()) }),
      PING_MS,
    );
    response.on('close', () => {
      clearInterval(ping);
      close(stream);
    });
    schedule(stream, 0);
  }

  function schedule(stream: Stream, delay = GATHER_MS): void {
    if (stream.closed) return;
    if (stream.busy) {
      stream.again = true;
      return;
    }
    stream.timer ??= setTimeout(() => {
      stream.timer = null;
      void pump(stream);
    }, delay);
  }

  async function pump(stream: Stream): Promise<void> {
    if (stream.busy || stream.closed || stream.horizon === '') return;
    stream.busy = true;
    stream.lookedAt = Date.now();
    try {
      for (let more = true; more && !stream.closed; ) {
        const page: Awaited<ReturnType<typeof readChanges>> = await readChanges(stream.ctx, {
          horizon: stream.horizon,
          seen: stream.seen,
        });
        stream.horizon = page.horizon;
        stream.seen = page.ids;
        more = page.more;
        if (page.changes.length > 0) {
          const now = stream.ctx.clock.now();
          for (const change of page.changes) {
            if (change.topic === 'message' && change.row)
              signMedia(stream.ctx.keyring, stream.ctx.workspaceId, change.row.media, now);
            // what pairs a number is nothing for visitors
            if (change.topic === 'channel' && change.row && stream.isVisitors) change.row.detail = {};
          }
          write(stream, 'changes', { cursor: newCursor(stream.horizon, now), changes: page.changes });
        }
        if (stream.seen.length > SEEN_LIMIT) end(stream, 'reset', {});
      }
    } catch (error) {
      if (error instanceof AppError && ['none', 'reuse'].includes(String(error.params.reason))) {
        // the token moved on since this stream began: the browser comes back with the cookie it has now, and learns there if that is dead
        end(stream, null, {});
      } else if (
        error instanceof AppError &&
        (['UNAUTHENTICATED', 'NOT_FOUND'].includes(error.kind) || error.code === 'policies.outside')
      ) {
        end(stream, 'ended', { code: error.code, params: error.params });
      } else {
        // the database is away: the browser comes back with its cursor
        stream.ctx.log.warn({ err: error }, 'a live stream could not read');
        end(stream, null, {});
      }
    } finally {
      stream.busy = false;
      if (stream.again) {
        stream.again = false;
        schedule(stream);
      }
    }
  }

  function write(stream: Stream, event: string, payload: object): void {
    if (stream.closed) return;
    stream.response.write(`event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`);
    if (stream.response.writableLength > BACKLOG_BYTES) {
      // waiting for it to read the rest would keep all of it in memory
      close(stream);
      stream.response.destroy();
    }
  }

  function end(stream: Stream, event: string | null, payload: object): void {
    if (event) write(stream, event, payload);
    close(stream);
    stream.response.end();
  }

  function close(stream: Stream): void {
    stream.closed = true;
    if (stream.timer) clearTimeout(stream.timer);
    streams.delete(stream);
  }

  return {
    serve,
    changed(workspaceId) {
      for (const stream of streams) if (stream.ctx.workspaceId === workspaceId) schedule(stream);
    },
    sessionsEnded(ids) {
      for (const stream of streams) if (ids.includes(stream.sessionId)) schedule(stream, 0);
    },
    lookAll() {
      for (const stream of streams) schedule(stream);
    },
    size: () => streams.size,
    close() {
      clearInterval(heart);
      for (const stream of [...streams]) end(stream, null, {});
    },
  };
}
