import type { MediaRow } from '@recado/core/conversations/contract';
import { isSame, type Keyring, mac } from '@recado/runtime/crypto';

/** How long an address of a file works, in seconds. Rounded up to a step so that a page's addresses repeat and browsers may keep them. */
const LIFE = 600;
const STEP = 300;

/** Puts a signed address on a file that is ready; changes the row in place. */
export function signMedia(keyring: Keyring, workspaceId: string, media: MediaRow | null, now: Date): void {
  if (!media) return;
  if (media.state !== 'ready') {
    media.url = null;
    return;
  }
  const expires = Math.ceil(now.getTime() / 1000 / STEP) * STEP + LIFE;
  const kid = keyring.current;
  media.url = `/media/${workspaceId}/${media.id}?e=${expires}&k=${kid}&s=${mac(keyring, 'media', `${workspaceId}|${media.id}|${expires}`, kid)}`;
}

/** Whether an address was signed by us, for this file, and has not run out. */
export function isSignedMedia(
  keyring: Keyring,
  workspaceId: string,
  mediaId: string,
  search: URLSearchParams,
  now: Date,
): boolean {
  const expires = Number(search.get('e'));
  const kid = search.get('k') ?? '';
  if (!Number.isInteger(expires) || expires * 1000 < now.getTime() || !keyring.keys.has(kid)) return false;
  return isSame(search.get('s') ?? '', mac(keyring, 'media', `${workspaceId}|${mediaId}|${expires}`, kid));
}
