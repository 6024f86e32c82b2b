import { proto } from '@whiskeysockets/baileys';
import type { MediaType } from '../media/media-crypto.ts';
import { sealMedia } from '../media/media-crypto.ts';
import type { Network } from '../protocol/network.ts';
import { seconds } from '../wire/nodes.ts';

/** A file as someone attaches it. */
export type Attachment = {
  base64: string;
  mime: string;
  name?: string | undefined;
  caption?: string | undefined;
  voice?: boolean | undefined;
};
export type Draft = { text?: string | undefined; media?: Attachment | undefined };

/** Turns a draft into message content; a file is encrypted and put on the media host first. */
export async function compose(network: Network, draft: Draft): Promise<proto.IMessage> {
  const { text, media } = draft;
  if (!media) return { conversation: text ?? '' };
  const type = typeOf(media.mime);
  const { body, fields } = await sealMedia(type, Buffer.from(media.base64, 'base64'), seconds(network.now()));
  const path = `/v/${network.random.hex(16)}`;
  network.media.put(path, body);
  // no direct path: with one the client would ask WhatsApp's own hosts over https
  const file = { ...fields, url: `http://${network.authority()}${path}`, mimetype: media.mime };
  const caption = media.caption ?? text ?? null;
  if (type === 'image') return { imageMessage: { ...file, caption } };
  if (type === 'video') return { videoMessage: { ...file, caption } };
  if (type === 'audio') return { audioMessage: { ...file, ptt: media.voice ?? false } };
  const fileName = media.name ?? 'documento';
  return { documentMessage: { ...file, fileName, title: fileName, caption } };
}

function typeOf(mime: string): MediaType {
  const [family] = mime.split('/');
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}

/** The bytes of content as they are kept and sealed. */
export const encode = (content: proto.IMessage): Buffer => Buffer.from(proto.Message.encode(content).finish());
