import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { ChatMessage, MessageKind } from '../state/chat-message.ts';

type Shown = Pick<ChatMessage, 'kind' | 'text' | 'media'>;

/** What a phone shows of a message's content; undefined for content no chat shows (key exchange, edits, requests). */
export function readContent(content: proto.IMessage): Shown | undefined {
  const message = normalizeMessageContent(content);
  if (!message) return undefined;
  const text = message.conversation ?? message.extendedTextMessage?.text;
  if (text) return { kind: 'text', text, media: undefined };
  const { imageMessage, audioMessage, videoMessage, documentMessage, stickerMessage } = message;
  if (imageMessage) return attached('image', imageMessage, imageMessage.caption);
  if (audioMessage) return attached(audioMessage.ptt ? 'voice' : 'audio', audioMessage);
  if (videoMessage) return attached('video', videoMessage, videoMessage.caption);
  if (documentMessage) return attached('document', documentMessage, documentMessage.caption, documentMessage.fileName);
  if (stickerMessage) return attached('sticker', stickerMessage);
  if (message.reactionMessage?.text) return { kind: 'other', text: message.reactionMessage.text, media: undefined };
  return undefined;
}

type Attachment = {
  url?: string | null;
  directPath?: string | null;
  mimetype?: string | null;
  fileLength?: number | Long | null;
};
type Long = { toNumber(): number };

function attached(kind: MessageKind, file: Attachment, caption?: string | null, name?: string | null): Shown {
  const path = file.directPath || (file.url ? new URL(file.url).pathname : '');
  const bytes = Number(file.fileLength ?? 0);
  return { kind, text: caption ?? '', media: { path, mime: file.mimetype ?? '', name: name ?? '', bytes } };
}

/** The decryption key of an attachment, with the name of its kind in the key derivation. */
export function attachmentKey(
  content: proto.IMessage,
): { key: Uint8Array; type: 'image' | 'audio' | 'video' | 'document' | 'sticker' } | undefined {
  const message = normalizeMessageContent(content);
  const found =
    (message?.imageMessage && ({ part: message.imageMessage, type: 'image' } as const)) ||
    (message?.audioMessage && ({ part: message.audioMessage, type: 'audio' } as const)) ||
    (message?.videoMessage && ({ part: message.videoMessage, type: 'video' } as const)) ||
    (message?.documentMessage && ({ part: message.documentMessage, type: 'document' } as const)) ||
    (message?.stickerMessage && ({ part: message.stickerMessage, type: 'sticker' } as const));
  return found?.part.mediaKey ? { key: found.part.mediaKey, type: found.type } : undefined;
}
