import { commitKeys, loadCredential, loadKeys } from '@recado/core/channels';
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
import { packRecord, type StagedRecord, stagingName } from '../inbound/staged-record.ts';
import type { Services } from '../services.ts';
import { createKeyCache } from './key-cache.ts';

/** The kind under which inbound plaintext passes through the key store's transaction. It never becomes a key. */
export const STAGED_KIND = 'recado-staged';

export type StagedLive = StagedRecord & { stagedId: number };

export type AuthState = {
  /** Mutated in place by the client. */
  readonly creds: AuthenticationCreds;
  readonly keys: SignalKeyStore;
  /** Whether the phone has accepted this device; before that nothing is stored. */
  isPaired(): boolean;
  /** Forgets an unfinished pairing, so that the next one begins with fresh keys. */
  renew(): void;
  saveCreds(): void;
  /** Waits until everything asked for is stored; throws what went wrong. */
  flush(): Promise<void>;
  /** From here on nothing is read or written; resolves when calls under way have ended. */
  close(): Promise<void>;
  /** How long the oldest unanswered call to the database has been waiting, in ms. */
  stalledFor(): number;
};

type Listeners = {
  /** Inbound plaintext that has just been committed, in order. */
  onStaged(records: StagedLive[]): void;
  onLost(): void;
  onFailure(error: unknown): void;
};

/**
 * Credentials and keys of one number, sealed in Postgres with the row's name as additional data. One `set` is one transaction
 * behind the lease's fence; what the ratchet gives up is staged in the same one. The read cache only learns what was committed.
 */
export async function openAuthState(services: Services, held: Held, listeners: Listeners): Promise<AuthState> {
  const { db, keyring } = services;
  const cache = createKeyCache();
  const nameOf = (kind: string, id: string) => `${held.workspaceId}|${held.channelId}|${kind}|${id}`;
  let isClosed = false;
  let saving: Promise<void> = Promise.resolve();
  let isDirty = false;
  let failure: unknown = null;
  const waiting = new Map<symbol, number>();

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

  const keys: SignalKeyStore = {
    async get<T extends keyof SignalDataTypeMap>(kind: T, ids: string[]) {
      const found: Record<string, SignalDataTypeMap[T]> = {};
      const missing: string[] = [];
      for (const id of ids) {
        const text = cache.get(kind, id);
        if (text === undefined) missing.push(id);
        else if (text !== null) found[id] = revive(kind, text);
      }
      if (missing.length === 0) return found;
      const reading = cache.reading();
      const rows = await guarded(() => loadKeys(db, held, kind, missing));
      const texts = new Map(rows.map((row) => [row.id, open(keyring, row.sealed, nameOf(kind, row.id)).toString()]));
      for (const id of missing) {
        const text = texts.get(id) ?? null;
        reading.fill(kind, id, text);
        if (text !== null) found[id] = revive(kind, text);
      }
      return found;
    },
    async set(data: SignalDataSet) {
      const texts: { kind: string; id: string; text: string | null }[] = [];
      let staged: StagedRecord[] = [];
      for (const [kind, values] of Object.entries(data)) {
        if (kind === STAGED_KIND) staged = Object.values(values as unknown as Record<string, StagedRecord>);
        else
          for (const [id, value] of Object.entries(values ?? {})) {
            const text = value ? (kind === 'session' ? JSON.stringify(value) : stringify(value)) : null;
            // what the cache knows is what the database holds: writing it again would only cost
            if (cache.get(kind, id) !== text) texts.push({ kind, id, text });
          }
      }
      if (texts.length === 0 && staged.length === 0) return;
      // the ids of one-time keys are counted in the credentials: both or neither
      const credential = 'pre-key' in data || isDirty ? sealCreds() : null;
      if (credential) isDirty = false;
      const writing = cache.writing(texts);
      const committed = await guarded(() =>
        commitKeys(db, held, {
          keys: texts.map(({ kind, id, text }) => ({
            kind,
            id,
            sealed: text === null ? null : seal(keyring, Buffer.from(text), nameOf(kind, id)),
          })),
          credential,
          staged: staged.map((record) => {
            const name = stagingName(record.attrs, record.part);
            return { ...name, sealed: seal(keyring, packRecord(record), stagedName(held, name)) };
          }),
        }),
      )
        .catch((error) => {
          if (credential) isDirty = true;
          throw error;
        })
        .finally(() => writing.settle());
      for (const { kind, id, text } of texts) cache.put(kind, id, text);
      if (committed.length > 0)
        listeners.onStaged(
          committed.map((row) => {
            const record = staged.find((each) => each.part === row.part && each.attrs.id === row.providerId);
            return { ...(record as StagedRecord), stagedId: row.stagedId };
          }),
        );
    },
  };

  const save = async (): Promise<void> => {
    if (!isDirty || isClosed) return;
    const credential = sealCreds();
    if (!credential) return;
    isDirty = false;
    try {
      await guarded(() => commitKeys(db, held, { keys: [], credential, staged: [] }));
      failure = null;
    } catch (error) {
      isDirty = true;
      failure = error;
    }
  };
  return {
    creds,
    keys,
    isPaired: () => creds.account !== undefined && creds.account !== null,
    renew() {
      for (const name of Object.keys(creds)) delete (creds as Record<string, unknown>)[name];
      Object.assign(creds, initAuthCreds());
      cache.drop();
    },
    saveCreds() {
      isDirty = true;
      saving = saving.then(save);
    },
    async flush() {
      saving = saving.then(save);
      await saving;
      if (failure) throw failure;
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

/** The additional data of a staged row. */
export const stagedName = (held: Held, name: ReturnType<typeof stagingName>): string =>
  [held.workspaceId, held.channelId, 'staged', name.chat, name.sender, name.providerId, name.part].join('|');

const stringify = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
const parse = (text: string): unknown => JSON.parse(text, BufferJSON.reviver);

function revive<T extends keyof SignalDataTypeMap>(kind: T, text: string): SignalDataTypeMap[T] {
  // sessions hold base64 texts only, and are the bulk of all reads
  const value = kind === 'session' ? JSON.parse(text) : parse(text);
  return (
    kind === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value
  ) as SignalDataTypeMap[T];
}
