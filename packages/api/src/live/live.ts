import type { ServerResponse } from 'node:http';
import { readChanges, readPresence } from '@recado/core/conversations';
import type { PresenceRow } from '@recado/core/conversations/contract';
import { getViewer } from '@recado/core/identity';
import { AppError, type Ctx, type Presence } from '@recado/core/kernel';
import { signMedia } from '../media/sign-media.ts';
import { newCursor, readCursor } from './cursor.ts';
import { createPresence } from './presence.ts';
import { createTransfers } from './transfers.ts';

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
/** Who comes and goes within this time is told at once: one question a stream, whatever happens. */
const PRESENCE_MS = 400;

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
  /** The conversations of which this reader has to be told who is there, and those of which they were told that somebody is. */
  news: Set<string>;
  told: Set<string>;
  telling: NodeJS.Timeout | null;
};

export type Live = {
  /** Serves one stream until the browser goes or the session ends. The head has not been written yet. */
  serve(base: Omit<Ctx, 'workspaceId' | 'door'>, request: Request, response: ServerResponse): Promise<void>;
  /** Something changed in a workspace. */
  changed(workspaceId: string): void;
  /** Somebody came into a conversation, writes in it, or left. */
  present(presence: Presence): void;
  /** A file goes to a session: it is cut off when the session ends. `lives` says whether it has. */
  follow(sessionId: string, response: ServerResponse, lives: () => Promise<boolean>): void;
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
  const presence = createPresence();
  const transfers = createTransfers();
  let beat = Date.now();
  const heart = setInterval(() => {
    const now = Date.now();
    for (const place of presence.expire(beat, now)) spread(place.workspaceId, [place.conversationId]);
    beat = now;
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
    const viewer = request.linkId ? null : await getViewer(ctx, request.pass, request.personId);
    const sessionId = request.linkId ?? (viewer?.sessionId as string);
    const stream: Stream = {
      response,
      ctx,
      personId: viewer?.person.id ?? null,
      sessionId,
      isVisitors: Boolean(request.linkId),
      horizon: cursor.horizon ?? '',
      seen: [],
      busy: false,
      again: false,
      timer: null,
      lookedAt: Date.now(),
      closed: false,
      news: new Set(),
      told: new Set(),
      telling: null,
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
    const now = presence.conversationsOf(request.workspaceId);
    if (now.length > 0) spread(request.workspaceId, now, [stream]);
  }

  /** Readers are told of colleagues soon, and visitors of nobody. */
  function spread(workspaceId: string, conversationIds: string[], readers: Iterable<Stream> = streams): void {
    for (const stream of readers) {
      if (stream.ctx.workspaceId !== workspaceId || stream.isVisitors || stream.closed) continue;
      for (const id of conversationIds) stream.news.add(id);
      stream.telling ??= setTimeout(() => void tellPresence(stream), PRESENCE_MS);
    }
  }

  /** Tells who is where, as far as this reader sees it now; under their own session, like everything a stream tells. */
  async function tellPresence(stream: Stream): Promise<void> {
    const { ctx } = stream;
    const now = Date.now();
    const rows = [...stream.news].map((conversationId) => ({
      conversationId,
      people: [...presence.peopleIn(ctx.workspaceId, conversationId, now)].filter(([id]) => id !== stream.personId),
    }));
    stream.news.clear();
    const asked = rows.filter(({ people }) => people.length > 0);
    try {
      const seen = await (asked.length === 0
        ? { conversationIds: [], names: {} as Record<string, string> }
        : readPresence(ctx, {
            conversationIds: asked.map(({ conversationId }) => conversationId),
            personIds: [...new Set(asked.flatMap(({ people }) => people.map(([id]) => id)))],
          }));
      const visible = new Set(seen.conversationIds);
      const told: PresenceRow[] = [];
      for (const { conversationId, people } of rows) {
        const named = visible.has(conversationId)
          ? people.flatMap(([personId, { isTyping }]) => {
              const name = seen.names[personId];
              return name === undefined ? [] : [{ personId, name, isTyping }];
            })
          : [];
        if (named.length > 0) stream.told.add(conversationId);
        // nobody hears that nobody is in what they were never told of
        else if (!stream.told.delete(conversationId)) continue;
        told.push({ conversationId, people: named });
      }
      if (told.length > 0) write(stream, 'presence', { rows: told });
    } catch (error) {
      // whether the session lives, the reading of changes decides; here it is only not told
      if (!(error instanceof AppError)) ctx.log.warn({ err: error }, 'a live stream could not tell who is there');
    } finally {
      stream.telling = null;
      if (stream.news.size > 0) spread(ctx.workspaceId, [], [stream]);
    }
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
    if (stream.telling) clearTimeout(stream.telling);
    streams.delete(stream);
  }

  return {
    serve,
    changed(workspaceId) {
      for (const stream of streams) if (stream.ctx.workspaceId === workspaceId) schedule(stream);
    },
    present(told) {
      if (presence.note(told, Date.now())) spread(told.workspaceId, [told.conversationId]);
    },
    follow: transfers.follow,
    sessionsEnded(ids) {
      transfers.ended(ids);
      for (const stream of streams) if (ids.includes(stream.sessionId)) schedule(stream, 0);
    },
    lookAll() {
      transfers.lookAll();
      for (const stream of streams) schedule(stream);
    },
    size: () => streams.size,
    close() {
      clearInterval(heart);
      for (const stream of [...streams]) end(stream, null, {});
    },
  };
}
