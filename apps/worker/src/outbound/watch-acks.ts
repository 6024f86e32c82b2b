import type { DeliveryNews } from '@recado/core/conversations';
import { type BinaryNode, getBinaryNodeChildren, type WASocket } from '@whiskeysockets/baileys';
import { identityOf, isSelf, type Self } from '../inbound/addresses.ts';

type Listeners = {
  self(): Self;
  /** The server's answer to a message: accepted, or refused with a code. */
  onAck(providerId: string, error: string | undefined): void;
  /** Resolves when the news is stored. */
  onReceipt(news: DeliveryNews[]): Promise<void>;
};

/**
 * Hears the server's acks, for which the client has no event, and stores receipts before the client acknowledges them: the ones
 * that could not be stored stay on the server and come again.
 */
export function watchAcks(socket: Pick<WASocket, 'ws'>, listeners: Listeners): void {
  const { ws } = socket;
  ws.on('CB:ack,class:message', (node: BinaryNode) => {
    if (node.attrs.id) listeners.onAck(node.attrs.id, node.attrs.error);
  });
  const acknowledge = ws.listeners('CB:receipt') as ((node: BinaryNode) => void)[];
  ws.removeAllListeners('CB:receipt');
  ws.on('CB:receipt', (node: BinaryNode) => {
    const news = newsOf(node, listeners.self());
    const pass = () => {
      for (const each of acknowledge) each(node);
    };
    if (news.length === 0) return pass();
    listeners.onReceipt(news).then(pass, () => {});
  });
}

const STATUS: Record<string, DeliveryNews['status']> = { delivered: 4, inactive: 4, read: 5, played: 6 };

/** What a receipt says about messages of ours; nothing for receipts of our own devices and of groups. */
export function newsOf(node: BinaryNode, self: Self): DeliveryNews[] {
  const { attrs } = node;
  const status = STATUS[attrs.type ?? 'delivered'];
  const from = identityOf(attrs.from);
  if (!status || !attrs.id || !from || from.kind === 'wa_group' || isSelf(self, attrs.from)) return [];
  const more = Array.isArray(node.content) && node.content[0] ? getBinaryNodeChildren(node.content[0], 'item') : [];
  const ids = [attrs.id, ...more.flatMap((item) => (item.attrs.id ? [item.attrs.id] : []))];
  return ids.map((providerId) => ({ providerId, status }));
}
