import type { InboundMessage } from '@recado/core/conversations';
import { proto } from '@whiskeysockets/baileys';
import { isSelf, originOf, type Self } from './addresses.ts';
import type { StagedRecord } from './staged-record.ts';
import { type MediaSource, translateContent } from './translate-content.ts';

/** A message before its file's place is sealed. */
export type UnsealedMessage = Omit<InboundMessage, 'media'> & {
  media?: Omit<NonNullable<InboundMessage['media']>, 'sealedSource'> & { source: MediaSource };
};

export type Translation =
  | { message: UnsealedMessage }
  | { history: proto.Message.IHistorySyncNotification }
  | { resent: proto.IWebMessageInfo[] }
  | { ignored: string };

/** Turns a staged part into what conversations store. Pure; throws when the bytes are no message. */
export function translateStaged(record: StagedRecord & { stagedId: number }, self: Self): Translation {
  const outer = proto.Message.decode(unpadded(record.plaintext));
  const inner = outer.deviceSentMessage?.message ?? outer;
  const translated = translateContent(inner);
  const { attrs } = record;
  if ('history' in translated || 'resent' in translated)
    // only our own phone may speak about our own history
    return isSelf(self, attrs.participant ?? attrs.from) ? translated : { ignored: 'history of somebody else' };
  if ('ignored' in translated) return translated;
  const origin = originOf(attrs, self);
  if ('ignored' in origin) return origin;
  const { media, ...content } = translated.content;
  const { source, ...file } = media ?? { source: null };
  return {
    message: {
      providerId: attrs.id ?? '',
      direction: origin.fromMe ? 'out' : 'in',
      address: origin.address,
      identities: origin.identities,
      chatKind: origin.chatKind,
      profileName: origin.fromMe || origin.chatKind === 'group' ? null : clean(attrs.notify),
      authorName: origin.chatKind === 'group' && !origin.fromMe ? clean(attrs.notify) : null,
      ...content,
      body: clean(content.body),
      ...(media && source ? { media: { ...(file as Omit<typeof media, 'source'>), source } } : {}),
      occurredAt: instant(attrs.t),
      recovered: attrs.offline !== undefined,
      staged: [record.stagedId],
    },
  };
}

/** Seconds of the server's clock as an instant; the present when they make no sense. */
export function instant(seconds: string | number | undefined): string {
  const value = Number(seconds);
  return new Date(Number.isFinite(value) && value > 0 ? value * 1000 : Date.now()).toISOString();
}

/** Postgres takes no NUL in texts. */
export const clean = (text: string | null | undefined): string | null =>
  text == null || text === '' ? null : text.replaceAll('\u0000', '');

/** Content ends with n bytes of value n, 1 to 16. */
function unpadded(bytes: Uint8Array): Uint8Array {
  const length = bytes.at(-1) ?? 0;
  if (length < 1 || length > bytes.length) throw new Error('A message without its padding.');
  return bytes.subarray(0, bytes.length - length);
}
