import type { QueuedMessage } from '@recado/core/conversations';
import { proto } from '@whiskeysockets/baileys';

/** The content of a text as WhatsApp Web writes it. */
export const textContent = (text: string): proto.IMessage =>
  proto.Message.fromObject({ extendedTextMessage: { text } });

/** Whether a queued message needs a file. */
export const needsFile = (message: QueuedMessage): boolean => message.mediaId !== null;

/**
 * Puts into a content what it answers to, as WhatsApp Web does: the id, whose it was, and what the other phone shows where it has not kept it.
 * `own` is the number's address in the chat's kind of addresses. Whose a message in a group was is not told: the phone knows it by the id.
 */
export function withQuote(content: proto.IMessage, message: QueuedMessage, own: string): proto.IMessage {
  const { quoted, address } = message;
  if (!quoted) return content;
  const author = quoted.fromUs ? own : address.endsWith('@g.us') ? undefined : address;
  const contextInfo: proto.IContextInfo = {
    stanzaId: quoted.providerId,
    ...(author ? { participant: author } : {}),
    quotedMessage: shownOf(quoted),
  };
  const inner = content.documentWithCaptionMessage?.message ?? content;
  const part =
    inner.extendedTextMessage ??
    inner.imageMessage ??
    inner.videoMessage ??
    inner.audioMessage ??
    inner.documentMessage ??
    inner.stickerMessage;
  if (part) part.contextInfo = { ...part.contextInfo, ...contextInfo };
  return content;
}

function shownOf({ kind, body }: NonNullable<QueuedMessage['quoted']>): proto.IMessage {
  const caption = body ?? '';
  if (kind === 'image') return { imageMessage: { caption } };
  if (kind === 'video') return { videoMessage: { caption } };
  if (kind === 'audio' || kind === 'voice') return { audioMessage: { ptt: kind === 'voice' } };
  if (kind === 'document') return { documentMessage: { caption } };
  if (kind === 'sticker') return { stickerMessage: {} };
  return { conversation: caption };
}
