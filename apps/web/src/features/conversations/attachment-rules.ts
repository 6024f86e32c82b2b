import { type MediaKind, mediaLimits } from '@recado/core/conversations/contract';

/** What a file will be sent as, going by the type that the browser gives it. The server looks inside and has the last word. */
export function attachmentKind(mime: string): MediaKind {
  const family = mime.split('/')[0];
  if (mime === 'image/jpeg' || mime === 'image/png' || mime === 'image/webp' || mime === 'image/gif') return 'image';
  if (family === 'audio') return 'audio';
  if (mime === 'video/mp4' || mime === 'video/3gpp' || mime === 'video/quicktime' || mime === 'video/webm')
    return 'video';
  return 'document';
}

/** Whether a file can be attached, before a byte of it travels. */
export function judgeAttachment(file: {
  type: string;
  size: number;
}): { ok: true } | { ok: false; because: 'tooBig'; limit: number } | { ok: false; because: 'empty' } {
  const limit = mediaLimits[attachmentKind(file.type)];
  if (file.size === 0) return { ok: false, because: 'empty' };
  return file.size > limit ? { ok: false, because: 'tooBig', limit } : { ok: true };
}
