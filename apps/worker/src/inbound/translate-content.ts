import type { MediaFacts, MediaKind, MessageKind } from '@recado/core/conversations/contract';
import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';

/** Where a file is on WhatsApp's servers and how it is opened; sealed before it is stored. */
export type MediaSource = {
  url: string | null;
  directPath: string | null;
  /** base64 */
  mediaKey: string;
  /** base64 of the plain file's digest */
  sha256: string | null;
  bytes: number;
};

export type Content = {
  kind: MessageKind;
  body: string | null;
  detail: Record<string, unknown> | null;
  quotedProviderId: string | null;
  media?: MediaFacts & { source: MediaSource };
};

export type Translated =
  | { content: Content }
  | { history: proto.Message.IHistorySyncNotification }
  | { resent: proto.IWebMessageInfo[] }
  | { ignored: string };

const NOISE = new Set([
  'senderKeyDistributionMessage',
  'messageContextInfo',
  'deviceSentMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
]);
const SILENT = new Set([
  'pollUpdateMessage',
  'encReactionMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'encCommentMessage',
  'encEventResponseMessage',
  'placeholderMessage',
  'botFeedbackMessage',
  'messageHistoryBundle',
  'call',
]);

/** What a decrypted message says, or why it says nothing to a conversation. */
export function translateContent(message: proto.IMessage): Translated {
  const content = normalizeMessageContent(message) ?? {};
  if (content.protocolMessage) return translateProtocol(content.protocolMessage);
  const name = Object.keys(content).find((key) => !NOISE.has(key) && content[key as keyof proto.IMessage] != null);
  if (!name) return { ignored: 'nothing but keys' };
  if (SILENT.has(name)) return { ignored: name };
  const translated = translateNamed(name, content);
  return { content: translated };
}

function translateNamed(name: string, m: proto.IMessage): Content {
  const part = m[name as keyof proto.IMessage] as
    | { contextInfo?: proto.IContextInfo | null }
    | string
    | null
    | undefined;
  const quotedProviderId = typeof part === 'object' ? (part?.contextInfo?.stanzaId ?? null) : null;
  const plain = (kind: MessageKind, body: string | null, detail: Content['detail'] = null): Content => ({
    kind,
    body: body === '' ? null : body,
    detail,
    quotedProviderId,
  });
  if (m.conversation != null) return plain('text', m.conversation);
  if (m.extendedTextMessage) return plain('text', m.extendedTextMessage.text ?? '');
  if (m.imageMessage) return withMedia('image', m.imageMessage, quotedProviderId);
  if (m.videoMessage) return withMedia('video', m.videoMessage, quotedProviderId);
  if (m.ptvMessage) return withMedia('video', m.ptvMessage, quotedProviderId);
  if (m.audioMessage) return withMedia(m.audioMessage.ptt ? 'voice' : 'audio', m.audioMessage, quotedProviderId);
  if (m.documentMessage) return withMedia('document', m.documentMessage, quotedProviderId);
  if (m.stickerMessage) return withMedia('sticker', m.stickerMessage, quotedProviderId);
  const place = m.locationMessage ?? m.liveLocationMessage;
  if (place) {
    const { degreesLatitude: latitude, degreesLongitude: longitude } = place;
    const { name: label, address } = place as proto.Message.ILocationMessage;
    return plain('location', label || address || null, {
      latitude: latitude ?? null,
      longitude: longitude ?? null,
      name: label || null,
      address: address || null,
      isLive: Boolean(m.liveLocationMessage),
    });
  }
  const cards = m.contactMessage ? [m.contactMessage] : m.contactsArrayMessage?.contacts;
  if (cards) {
    const contacts = cards.slice(0, 50).map((card) => ({ name: card.displayName ?? '', vcard: card.vcard ?? '' }));
    return plain('contact', contacts.map((card) => card.name).join(', '), { contacts });
  }
  if (m.reactionMessage)
    return {
      kind: 'reaction',
      body: m.reactionMessage.text || null,
      detail: null,
      quotedProviderId: m.reactionMessage.key?.id ?? null,
    };
  const answer =
    m.buttonsResponseMessage?.selectedDisplayText ??
    m.templateButtonReplyMessage?.selectedDisplayText ??
    m.listResponseMessage?.title ??
    m.interactiveResponseMessage?.body?.text;
  if (answer) return plain('text', answer);
  const poll = m.pollCreationMessage ?? m.pollCreationMessageV2 ?? m.pollCreationMessageV3;
  return plain('unsupported', poll?.name ?? null, { type: name });
}

type WithFile = {
  url?: string | null;
  directPath?: string | null;
  mediaKey?: Uint8Array | null;
  fileSha256?: Uint8Array | null;
  fileLength?: unknown;
  mimetype?: string | null;
  fileName?: string | null;
  caption?: string | null;
  width?: number | null;
  height?: number | null;
  seconds?: number | null;
};

function withMedia(kind: MediaKind, file: WithFile, quotedProviderId: string | null): Content {
  const body = file.caption || null;
  if (!file.mediaKey?.length || !(file.url || file.directPath))
    return { kind: 'unsupported', body, detail: { type: `${kind} without a file` }, quotedProviderId };
  const bytes = Number(file.fileLength ?? 0) || 0;
  return {
    kind,
    body,
    detail: null,
    quotedProviderId,
    media: {
      kind,
      mime: (file.mimetype || 'application/octet-stream').slice(0, 127),
      name: file.fileName?.slice(0, 255) || null,
      bytes,
      width: file.width || null,
      height: file.height || null,
      seconds: file.seconds || null,
      source: {
        url: file.url || null,
        directPath: file.directPath || null,
        mediaKey: Buffer.from(file.mediaKey).toString('base64'),
        sha256: file.fileSha256?.length ? Buffer.from(file.fileSha256).toString('base64') : null,
        bytes,
      },
    },
  };
}

function translateProtocol(message: proto.Message.IProtocolMessage): Translated {
  const { Type } = proto.Message.ProtocolMessage;
  switch (message.type ?? undefined) {
    case Type.REVOKE:
      return { content: { kind: 'deleted', body: null, detail: null, quotedProviderId: message.key?.id ?? null } };
    case Type.MESSAGE_EDIT: {
      const edited = message.editedMessage ? translateContent(message.editedMessage) : null;
      const body = edited && 'content' in edited ? edited.content.body : null;
      return { content: { kind: 'edited', body, detail: null, quotedProviderId: message.key?.id ?? null } };
    }
    case Type.HISTORY_SYNC_NOTIFICATION:
      return message.historySyncNotification
        ? { history: message.historySyncNotification }
        : { ignored: 'empty history notification' };
    case Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE: {
      const results = message.peerDataOperationRequestResponseMessage?.peerDataOperationResult ?? [];
      const resent = results.flatMap((result) => {
        const bytes = result.placeholderMessageResendResponse?.webMessageInfoBytes;
        return bytes ? [proto.WebMessageInfo.decode(bytes) as proto.IWebMessageInfo] : [];
      });
      return resent.length > 0 ? { resent } : { ignored: 'peer data' };
    }
    default:
      return { ignored: `protocol ${message.type ?? 'unknown'}` };
  }
}
