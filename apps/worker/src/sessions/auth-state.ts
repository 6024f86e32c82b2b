import { loadCredential, loadKeys } from '@recado/core/channels';
import { AppError, type Held } from '@recado/core/kernel';
import { open, seal } from '@recado/runtime/crypto';
import {
  type AuthenticationCreds,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import { createBreather } from '../breather.ts';
import type { StagedRecord } from '../inbound/staged-record.ts';
import type { Services } from '../services.ts';
import { commitGroup, type GroupListeners, type StagedLive } from './commit-group.ts';
import { createKeyCache, type KeyContent } from './key-cache.ts';

/** The kind under which inbound plaintext passes through the key store's transaction. It never becomes a key. */
export const STAGED_KIND = 'recado-staged';

/** How far the database is behind what was asked to be stored. Updates are numbered; they are stored in their order. */
export type StoreLog = {
  /** The newest update that was asked for. */
  asked(): number;
  /** The newest that is stored; equal to `asked` when nothing is under way. */
  stored(): number;
  /** `onFailed`: what was asked for and not stored is given up. Answers how to stop listening. */
  listen(listener: { onStored(): void; onFailed(): void }): () => void;
};

export type AuthState = {
  /** Mutated in place by the client. */
  readonly creds: AuthenticationCreds;
  /** `set` answers when the update is noted and can be read; `log` says when it is stored. */
  readonly keys: SignalKeyStore;
  readonly log: StoreLog;
  /** Whether the phone has accepted this device; before that nothing is stored. */
  isPaired(): boolean;
  /** Forgets an unfinished pairing, so that the next one begins with fresh keys. */
  renew(): void;
  saveCreds(): void;
  /** Resolves when everything asked for until now is stored or given up. */
  drained(): Promise<void>;
  /** Waits until everything asked for is stored; throws what went wrong. */
  flush(): Promise<void>;
  /** From here on nothing is read or written; resolves when calls under way have ended. */
  close(): Promise<void>;
  /** How long the oldest unanswered call to the database has been waiting, in ms. */
  stalledFor(): number;
};

type Listeners = GroupListeners & {
  /** Inbound plaintext that has just been staged, in order. */
  onStaged(records: StagedLive[]): void;
  onLost(): void;
  onFailure(error: unknown): void;
};

/** More than this not stored yet, and whoever asks for more waits: a database that is away must not fill the memory. */
const MOST_AHEAD = 256;

type Update = { kind: string; id: string; content: KeyContent; settle(): void };
/** What the next transaction stores. */
type Group = {
  updates: Map<string, Update>;
  replaced: Update[];
  staged: StagedRecord[];
  hasCreds: boolean;
  last: number;
};

/**
 * Credentials and keys of one number, sealed in Postgres with the row's name as additional data. Updates are stored in their order,
 * those that come while one is under way together in one transaction behind the lease's fence; what the ratchets of that
 * transaction gave up is staged, or received, by the same one. Nothing leaves the socket meanwhile (see hold-frames.ts). Reads see
 * what was asked for; when it cannot be stored all of it is forgotten, and the socket that built on it ends.
 */
export async function openAuthState(services: Services, held: Held, listeners: Listeners): Promise<AuthState> {
  const { db, keyring } = services;
  const cache = createKeyCache();
  const nameOf = (kind: string, id: string) => `${held.workspaceId}|${held.channelId}|${kind}|${id}`;
  let isClosed = false;
  let isDirty = false;
  let failure: unknown = null;
  const waiting = new Map<symbol, number>();
  const breather = createBreather();
  /** The newest content of keys that are not stored yet. */
  const ahead = new Map<string, Update>();
  const watchers = new Set<Parameters<StoreLog['listen']>[0]>();
  let asked = 0;
  let stored = 0;
  let group = emptyGroup();
  let isRunning = false;

  const sealedCredential = await loadCredential(db, held);
  const creds: AuthenticationCreds = sealedCredential
    ? (parse(open(keyring, sealedCredential, nameOf('credential', '')).toString()) as AuthenticationCreds)
    : initAuthCreds();

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw new Error('The number is not held any more.');
    const mark = Symbol('call');
    waiting.set(mark, Date.now());
    try {
      return await work();
    } catch (error) {
      cache.drop();
      if (error instanceof AppError && error.code === 'kernel.leaseLost') listeners.onLost();
      else listeners.onFailure(error);
      throw error;
    } finally {
      waiting.delete(mark);
    }
  };
  const sealCreds = (): Buffer | null =>
    creds.account ? seal(keyring, Buffer.from(stringify(creds)), nameOf('credential', '')) : null;
  const known = (kind: string, id: string): KeyContent | undefined => {
    const update = ahead.get(`${kind}|${id}`);
    return update ? update.content : cache.get(kind, id);
  };

  /** Notes that something waits to be stored; what is asked for in the same turn goes with it. */
  const ask = (): void => {
    asked += 1;
    group.last = asked;
    if (isRunning) return;
    isRunning = true;
    void run();
  };
  async function run(): Promise<void> {
    while (!isClosed && group.last > 0) {
      await rest(breather.left());
      if (isClosed) break;
      const mine = group;
      group = emptyGroup();
      try {
        const records = await guarded(() => breather.around(() => store(mine)));
        failure = null;
        settle(mine);
        stored = mine.last;
        // before the next group is begun, so that what is staged is seen to be there
        if (records.length > 0) listeners.onStaged(records);
        for (const watcher of [...watchers]) watcher.onStored();
      } catch (error) {
        failure = error;
        giveUp(mine);
      }
    }
    if (isClosed) giveUp(emptyGroup());
    isRunning = false;
  }
  function settle(mine: Group): void {
    for (const update of mine.replaced) update.settle();
    for (const [name, update] of mine.updates) {
      update.settle();
      if (ahead.get(name) === update) ahead.delete(name);
    }
  }
  /** What was built on an update that failed goes with it. */
  function giveUp(mine: Group): void {
    settle(mine);
    settle(group);
    isDirty ||= mine.hasCreds || group.hasCreds;
    group = emptyGroup();
    cache.drop();
    stored = asked;
    for (const watcher of [...watchers]) watcher.onFailed();
  }

  /** One transaction. Answers what was staged and has to be handed over yet. */
  async function store(mine: Group): Promise<StagedLive[]> {
    const credential = mine.hasCreds || isDirty ? sealCreds() : null;
    if (credential) isDirty = false;
    const contents = [...mine.updates.values()].map(({ kind, id, content }) => {
      const text = content === null || typeof content === 'string' ? content : JSON.stringify(content);
      return { kind, id, content, size: text?.length ?? 0, text };
    });
    const keys = contents.map(({ kind, id, text }) => ({
      kind,
      id,
      sealed: text === null ? null : seal(keyring, Buffer.from(text), nameOf(kind, id)),
    }));
    try {
      const rows = await commitGroup(services, held, listeners, { keys, credential }, mine.staged);
      for (const { kind, id, content, size } of contents) cache.put(kind, id, content, size);
      return rows;
    } catch (error) {
      if (credential) isDirty = true;
      throw error;
    }
  }

  const keys: SignalKeyStore = {
    async get<T extends keyof SignalDataTypeMap>(kind: T, ids: string[]) {
      const found: Record<string, SignalDataTypeMap[T]> = {};
      const missing: string[] = [];
      for (const id of ids) {
        const content = known(kind, id);
        if (content === undefined) missing.push(id);
        else if (content !== null) found[id] = revive(kind, content);
      }
      if (missing.length === 0) return found;
      const reading = cache.reading();
      const rows = await guarded(() => loadKeys(db, held, kind, missing));
      const texts = new Map(rows.map((row) => [row.id, open(keyring, row.sealed, nameOf(kind, row.id)).toString()]));
      for (const id of missing) {
        const text = texts.get(id) ?? null;
        const content = text !== null && kind === 'session' ? (JSON.parse(text) as object) : text;
        reading.fill(kind, id, content, text?.length ?? 0);
        if (content !== null) found[id] = revive(kind, content);
      }
      return found;
    },
    async set(data: SignalDataSet) {
      if (isClosed) throw new Error('The number is not held any more.');
      let isNews = false;
      for (const [kind, values] of Object.entries(data)) {
        if (kind === STAGED_KIND) {
          group.staged.push(...Object.values(values as unknown as Record<string, StagedRecord>));
          isNews = true;
          continue;
        }
        for (const [id, value] of Object.entries(values ?? {})) {
          const content: KeyContent = !value ? null : kind === 'session' ? (value as object) : stringify(value);
          // what is known is what the database holds or is about to: writing it again would only cost
          if (known(kind, id) === content) continue;
          const name = `${kind}|${id}`;
          const update: Update = { kind, id, content, ...cache.writing(kind, id) };
          const before = group.updates.get(name);
          if (before) group.replaced.push(before);
          group.updates.set(name, update);
          ahead.set(name, update);
          isNews = true;
        }
      }
      if (!isNews) return;
      // the ids of one-time keys are counted in the credentials: both or neither
      if ('pre-key' in data) group.hasCreds = true;
      ask();
      if (asked - stored > MOST_AHEAD) await drained();
    },
  };
  const drained = async (): Promise<void> => {
    const until = asked;
    if (stored >= until) return;
    // until these are stored, not until there is silence: whoever goes on sending would hold it up for ever
    await new Promise<void>((resolve) => {
      const look = () => {
        if (stored < until) return;
        watchers.delete(watcher);
        resolve();
      };
      const watcher = { onStored: look, onFailed: look };
      watchers.add(watcher);
    });
  };
  const saveCreds = (): void => {
    isDirty = true;
    if (isClosed || !creds.account) return;
    group.hasCreds = true;
    ask();
  };
  return {
    creds,
    keys,
    log: {
      asked: () => asked,
      stored: () => stored,
      listen(watcher) {
        watchers.add(watcher);
        return () => void watchers.delete(watcher);
      },
    },
    isPaired: () => creds.account !== undefined && creds.account !== null,
    renew() {
      for (const name of Object.keys(creds)) delete (creds as Record<string, unknown>)[name];
      Object.assign(creds, initAuthCreds());
      cache.drop();
    },
    saveCreds,
    drained,
    async flush() {
      if (isDirty) saveCreds();
      await drained();
      if (failure && isDirty) throw failure;
    },
    async close() {
      isClosed = true;
      cache.drop();
      while (waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    stalledFor() {
      const oldest = waiting.values().next().value;
      return oldest === undefined ? 0 : Date.now() - oldest;
    },
  };
}

const emptyGroup = (): Group => ({ updates: new Map(), replaced: [], staged: [], hasCreds: false, last: 0 });

const rest = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms);
    else setImmediate(resolve);
  });

const stringify = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
const parse = (text: string): unknown => JSON.parse(text, BufferJSON.reviver);

function revive<T extends keyof SignalDataTypeMap>(kind: T, content: string | object): SignalDataTypeMap[T] {
  const value = typeof content === 'string' ? parse(content) : content;
  return (
    kind === 'app-state-sync-key'
      ? proto.Message.AppStateSyncKeyData.fromObject(value as Record<string, unknown>)
      : value
  ) as SignalDataTypeMap[T];
}
