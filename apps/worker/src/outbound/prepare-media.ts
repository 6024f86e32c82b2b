import type { Readable } from 'node:stream';
import { type QueuedMessage, readMediaForSending } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import { type AnyMediaMessageContent, prepareWAMessageMedia, type proto, type WASocket } from '@whiskeysockets/baileys';
import type { Services } from '../services.ts';
import { MediaUnsendable } from './send-queue.ts';

/** Uploads the file of a queued message, streamed from storage, and describes it as WhatsApp Web would. */
export async function prepareMedia(
  services: Services,
  held: Held,
  socket: WASocket,
  message: QueuedMessage,
): Promise<proto.IMessage> {
  const media = message.mediaId ? await readMediaForSending(services.db, held, message.mediaId) : null;
  if (!media) throw new MediaUnsendable('media_missing');
  const file = await services.storage.read(held.workspaceId, media.sha256);
  if (!file) throw new MediaUnsendable('media_missing');
  const stream = { stream: file.stream as Readable };
  const caption = message.body ?? undefined;
  const size = { ...(media.width ? { width: media.width } : {}), ...(media.height ? { height: media.height } : {}) };
  // an empty thumbnail and a known length keep the client from decoding the file in this process
  const seconds = media.seconds ?? 0;
  const content: AnyMediaMessageContent = {
    image: { image: stream, mimetype: media.mime, caption, jpegThumbnail: '', ...size },
    sticker: { sticker: stream, mimetype: media.mime, ...size },
    video: { video: stream, mimetype: media.mime, caption, jpegThumbnail: '', ...size },
    audio: { audio: stream, mimetype: media.mime, seconds },
    voice: { audio: stream, mimetype: 'audio/ogg; codecs=opus', ptt: true, seconds, waveform: new Uint8Array(64) },
    document: { document: stream, mimetype: media.mime, fileName: media.name ?? 'documento', caption },
  }[media.kind] as AnyMediaMessageContent;
  const prepared = await prepareWAMessageMedia(content, { upload: socket.waUploadToServer });
  if (media.kind === 'document' && caption)
    return { documentWithCaptionMessage: { message: prepared as proto.IMessage } };
  return prepared as proto.IMessage;
}
