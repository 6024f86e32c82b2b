import type { Sealer } from '../session/sealer.ts';

/** The part of `localStorage` that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'recado.draft.';
const keptForMs = 14 * 86_400_000;

export type DraftBox = ReturnType<typeof createDraftBox>;

/**
 * What one person leaves unsent in this browser, sealed: it survives the end of their session and opens only after the same person's
 * next login. Others see that something is there, not what. A full storage loses the draft, never the message being written.
 */
export function createDraftBox(options: {
  /** Asked when it is needed: a page is also rendered where there is no storage. */
  storage: () => DraftStorage;
  personId: string;
  sealer: () => Promise<Sealer>;
  now?: () => number;
}) {
  const { storage, personId, now = Date.now } = options;
  let opened: Promise<Sealer> | undefined;
  const sealer = () => {
    opened ??= options.sealer();
    return opened;
  };
  const versions = new Map<string, number>();
  const listeners = new Set<(conversationId: string, added: string) => void>();
  const keyOf = (name: string) => `${prefix}${personId}.${name}`;

  async function readKey(key: string): Promise<string> {
    const kept = parseKept(storage().getItem(key));
    if (!kept || now() - kept.at >= keptForMs) return '';
    return (await (await sealer()).open(kept.sealed, key)) ?? '';
  }
  async function writeKey(key: string, text: string): Promise<void> {
    const version = (versions.get(key) ?? 0) + 1;
    versions.set(key, version);
    if (text.trim() === '') return storage().removeItem(key);
    const at = now();
    const sealed = await (await sealer()).seal(text, key);
    // what was written meanwhile is newer
    if (versions.get(key) !== version) return;
    try {
      storage().setItem(key, JSON.stringify({ at, sealed }));
    } catch {
      storage().removeItem(key);
    }
  }

  return {
    /** What was left in a conversation; empty when nothing, or when it is older than two weeks. */
    read: (conversationId: string) => readKey(keyOf(conversationId)),
    /** Keeps a draft, or forgets it when nothing is left of it; of several at once the last one stays. */
    write: (conversationId: string, text: string) => writeKey(keyOf(conversationId), text),
    /** Puts words before whatever is being written there, and tells whoever is writing. */
    async prepend(conversationId: string, text: string): Promise<void> {
      const draft = await readKey(keyOf(conversationId));
      await writeKey(keyOf(conversationId), draft ? `${text}\n${draft}` : text);
      for (const listener of listeners) listener(conversationId, text);
    },
    onPrepended(listener: (conversationId: string, added: string) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Takes what was being written along when a conversation has become part of another, unless something is being written there too. */
    async move(from: string, to: string): Promise<void> {
      const text = await readKey(keyOf(from));
      if (text !== '' && (await readKey(keyOf(to))) === '') await writeKey(keyOf(to), text);
      await writeKey(keyOf(from), '');
    },
    /** When a person enters: what is too old goes, plain drafts of an older version are sealed, or erased when they are somebody else's. */
    async tidy(): Promise<void> {
      for (const key of draftKeys(storage())) {
        const kept = parseKept(storage().getItem(key));
        if (kept) {
          if (now() - kept.at >= keptForMs) storage().removeItem(key);
          continue;
        }
        const plain =
          key.startsWith(keyOf('')) && !key.startsWith(keyOf('~')) ? parsePlain(storage().getItem(key)) : null;
        storage().removeItem(key);
        if (plain && now() - plain.at < keptForMs) await writeKey(key, plain.text);
      }
    },
    /** For what is kept beside the drafts, under names that begin with a tilde. */
    readKey,
    writeKey,
    keyOf,
    keysOf: (name: string) => draftKeys(storage()).filter((key) => key.startsWith(keyOf(name))),
  };
}

/** When a person logs out on purpose: nothing of theirs stays behind. */
export function forgetDraftsOf(storage: DraftStorage, personId: string): void {
  for (const key of draftKeys(storage)) if (key.startsWith(`${prefix}${personId}.`)) storage.removeItem(key);
}

function draftKeys(storage: DraftStorage): string[] {
  return Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter(
    (key): key is string => key?.startsWith(prefix) ?? false,
  );
}

function parseKept(stored: string | null): { at: number; sealed: string } | null {
  const kept = parse(stored);
  return typeof kept?.sealed === 'string' && typeof kept.at === 'number' ? { at: kept.at, sealed: kept.sealed } : null;
}

function parsePlain(stored: string | null): { at: number; text: string } | null {
  const kept = parse(stored);
  return typeof kept?.text === 'string' && typeof kept.at === 'number' ? { at: kept.at, text: kept.text } : null;
}

function parse(stored: string | null): Record<string, unknown> | null {
  try {
    return JSON.parse(stored ?? 'null') as Record<string, unknown> | null;
  } catch {
    return null;
  }
}
