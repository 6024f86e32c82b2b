import type { WASocket } from '@whiskeysockets/baileys';
import type { SharedCaches } from '../sessions/open-socket.ts';
import { identityOf } from './addresses.ts';
import type { UnsealedMessage } from './translate-staged.ts';

const NAME_LIMIT_MS = 3000;

/**
 * Adds what the stanza did not say but the session knows: the other address of a person, so that both meet in one contact, and
 * the name of a group. Never fails; without a socket the message stays as it is.
 */
export async function enrichMessage(
  message: UnsealedMessage,
  socket: WASocket | null,
  caches: SharedCaches,
): Promise<void> {
  if (!socket) return;
  const [first] = message.identities;
  try {
    if (message.chatKind === 'group') message.profileName = await groupName(message.address, socket, caches);
    else if (message.identities.length === 1 && first) {
      const { lidMapping } = socket.signalRepository;
      const other =
        first.kind === 'wa_lid'
          ? await lidMapping.getPNForLID(message.address)
          : await lidMapping.getLIDForPN(message.address);
      const identity = identityOf(other);
      if (identity && identity.kind !== first.kind) message.identities = [first, identity];
    }
  } catch {
    // the next message of this person brings another chance
  }
}

async function groupName(jid: string, socket: WASocket, caches: SharedCaches): Promise<string | null> {
  const known = await caches.groups.get<{ subject?: string }>(jid);
  if (known) return known.subject || null;
  const asked = socket.groupMetadata(jid);
  const group = await Promise.race([asked, new Promise<null>((resolve) => setTimeout(resolve, NAME_LIMIT_MS, null))]);
  if (group) await caches.groups.set(jid, group);
  return group?.subject || null;
}
