import type { QueuedMessage } from '@recado/core/conversations';
import { proto } from '@whiskeysockets/baileys';

/** The content of a text as WhatsApp Web writes it. */
export const textContent = (text: string): proto.IMessage =>
  proto.Message.fromObject({ extendedTextMessage: { text } });

/** Whether a queued message needs a file. */
export const needsFile = (message: QueuedMessage): boolean => message.mediaId !== null;
