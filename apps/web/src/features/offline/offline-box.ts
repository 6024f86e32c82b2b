/** What a session leaves in its browser for when there is no network, as the browser keeps it. */
export type OfflineSession = {
  sessionId: string;
  personId: string;
  /** When the server ends the session as things are; what is kept is worth nothing from then on. */
  until: number;
  /** The latest instant that this browser has seen: one that was set back opens nothing. */
  seenAt: number;
  /** Opens and seals what may be read. It cannot be taken out of the browser by a script. */
  readKey: CryptoKey;
  /** Seals for the person as their drafts are sealed, and opens nothing. */
  sealKey: CryptoKey;
  sealKid: string;
};
type Sealed = { iv: Uint8Array<ArrayBuffer>; content: ArrayBuffer };

/** The browser's own storage as far as it is needed: everything of a change happens at once or not at all. */
export type OfflineStorage = {
  readSession(): Promise<OfflineSession | null>;
  /** Puts a session in place of whatever is there. */
  replace(session: OfflineSession): Promise<void>;
  /** Changes what is there only while it is this session's. */
  touch(sessionId: string, change: { until: number; seenAt: number }): Promise<void>;
  read(name: string): Promise<Sealed | null>;
  names(): Promise<string[]>;
  /** Writes, or takes away where nothing is given, only while this session's key is there. Answers whether it did. */
  write(sessionId: string, entries: readonly [name: string, sealed: Sealed | null][]): Promise<boolean>;
  clear(): Promise<void>;
};

/** A clock may be corrected by so much without that anything is taken away. */
const correctedMs = 60_000;

/** Whether what a session has left may still be opened at an instant of this machine. */
export const isReadable = (session: Pick<OfflineSession, 'until' | 'seenAt'>, now: number): boolean =>
  now < session.until && now >= session.seenAt - correctedMs;

export type OfflineBox = ReturnType<typeof createOfflineBox>;

/**
 * What may be read without a network, sealed under a key that came with the session. Whoever finds the session past its end takes everything
 * away before anything is shown; what is written after that finds no key and is not kept.
 */
export function createOfflineBox(storage: OfflineStorage, now: () => number = Date.now) {
  const seal = async (session: OfflineSession, name: string, value: unknown): Promise<Sealed> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`${session.sessionId}.${name}`) };
    return {
      iv,
      content: await crypto.subtle.encrypt(how, session.readKey, new TextEncoder().encode(JSON.stringify(value))),
    };
  };

  /** The session whose things are here, or null after they were taken away because it is past its end. */
  async function session(): Promise<OfflineSession | null> {
    const found = await storage.readSession();
    if (!found) return null;
    const at = now();
    if (!isReadable(found, at)) {
      await storage.clear();
      return null;
    }
    if (at > found.seenAt) await storage.touch(found.sessionId, { until: found.until, seenAt: at });
    return found;
  }
  return {
    session,
    /** Begins for a session that is live now. What another one has left goes first. */
    async begin(begun: Omit<OfflineSession, 'seenAt'>): Promise<void> {
      const found = await storage.readSession();
      if (found?.sessionId !== begun.sessionId) await storage.clear();
      await storage.replace({ ...begun, seenAt: now() });
    },
    /** The server has said anew how long the session lives. */
    prolong: (sessionId: string, until: number) => storage.touch(sessionId, { until, seenAt: now() }),
    async read<Value>(name: string): Promise<Value | null> {
      const own = await session();
      const sealed = own && (await storage.read(name));
      if (!sealed) return null;
      try {
        const additionalData = new TextEncoder().encode(`${own.sessionId}.${name}`);
        const how = { name: 'AES-GCM', iv: sealed.iv, additionalData };
        return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, own.readKey, sealed.content)));
      } catch {
        return null;
      }
    },
    /** Keeps values under their names, and forgets those that are null, for one session only. */
    async write(sessionId: string, values: Readonly<Record<string, unknown>>): Promise<boolean> {
      const own = await session();
      if (own?.sessionId !== sessionId) return false;
      const entries: [string, Sealed | null][] = [];
      for (const [name, value] of Object.entries(values))
        entries.push([name, value === null ? null : await seal(own, name, value)]);
      return await storage.write(sessionId, entries);
    },
    names: () => storage.names(),
    /** Everything goes, the keys with it. */
    wipe: () => storage.clear(),
  };
}
