/** The part of `localStorage` that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'recado.draft.';
const keptForMs = 14 * 86_400_000;

/** What a person left unsent in a conversation; empty when nothing, or when it is older than two weeks. */
export function readDraft(storage: DraftStorage, personId: string, conversationId: string, now: number): string {
  const stored = parseDraft(storage.getItem(keyOf(personId, conversationId)));
  return stored && now - stored.at < keptForMs ? stored.text : '';
}

/** Keeps a draft, or forgets it when nothing is left of it. A full storage loses the draft, never the message being written. */
export function writeDraft(
  storage: DraftStorage,
  personId: string,
  conversationId: string,
  text: string,
  now: number,
): void {
  const key = keyOf(personId, conversationId);
  try {
    if (text.trim() === '') storage.removeItem(key);
    else storage.setItem(key, JSON.stringify({ text, at: now }));
  } catch {
    storage.removeItem(key);
  }
}

/** Takes what was being written along when a conversation has become part of another, unless something is being written there too. */
export function moveDraft(storage: DraftStorage, personId: string, from: string, to: string, now: number): void {
  const text = readDraft(storage, personId, from, now);
  if (text !== '' && readDraft(storage, personId, to, now) === '') writeDraft(storage, personId, to, text, now);
  storage.removeItem(keyOf(personId, from));
}

/** Called when a person enters: whatever somebody else left in this browser is erased; their own drafts stay. */
export function keepOnlyDraftsOf(storage: DraftStorage, personId: string): void {
  for (const key of draftKeys(storage)) if (!key.startsWith(`${prefix}${personId}.`)) storage.removeItem(key);
}

/** Called when a person logs out on purpose: nothing of theirs stays behind. */
export function forgetDrafts(storage: DraftStorage): void {
  for (const key of draftKeys(storage)) storage.removeItem(key);
}

function draftKeys(storage: DraftStorage): string[] {
  return Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter(
    (key): key is string => key?.startsWith(prefix) ?? false,
  );
}

function keyOf(personId: string, conversationId: string): string {
  return `${prefix}${personId}.${conversationId}`;
}

function parseDraft(stored: string | null): { text: string; at: number } | null {
  if (!stored) return null;
  try {
    const { text, at } = JSON.parse(stored);
    return typeof text === 'string' && typeof at === 'number' ? { text, at } : null;
  } catch {
    return null;
  }
}
