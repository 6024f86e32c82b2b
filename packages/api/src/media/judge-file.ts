import type { MediaKind } from '@recado/core/conversations/contract';

const IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);
const AUDIO = /^audio\//;
const VIDEO = new Set(['video/mp4', 'video/3gpp', 'video/quicktime', 'video/webm']);
/** What runs when somebody opens it, or what a browser would run on our origin. */
const DANGEROUS_TYPES =
  /executable|x-msdownload|x-elf|x-mach|x-sh|java-archive|x-msi|x-dosexec|x-apple-diskimage|vnd\.android|x-ms-shortcut|wasm|html|svg|x-php|javascript|x-bat/;
const DANGEROUS_ENDINGS =
  /\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|mjs|jse|wsf|hta|jar|apk|app|dmg|pkg|deb|rpm|sh|bash|lnk|reg|cpl|html?|xhtml|svg|php|iso|img)$/i;
const IMAGE_ENDINGS = /\.(jpe?g|png|webp|gif|heic|bmp|tiff?)$/i;
const VIDEO_ENDINGS = /\.(mp4|mov|3gp|webm|mkv|avi)$/i;
const AUDIO_ENDINGS = /\.(mp3|ogg|oga|opus|m4a|aac|wav|amr)$/i;

export type FileVerdict =
  | { ok: true; kind: MediaKind; mime: string }
  | { ok: false; because: 'executable' | 'mismatch' };

/**
 * What a file really is, by its first bytes; its name only counts against it. `detected` is null when the content has no known signature
 * (plain text, CSV): such a file is a document. A name that promises a picture with something else inside is refused.
 */
export function judgeFile(file: {
  name: string;
  detected: string | null;
  head: Uint8Array;
  voice: boolean;
}): FileVerdict {
  const name = file.name.trim();
  const text = Buffer.from(file.head.subarray(0, 512)).toString('latin1').trimStart().toLowerCase();
  if (DANGEROUS_ENDINGS.test(name)) return { ok: false, because: 'executable' };
  if (text.startsWith('mz') || text.startsWith('\x7felf') || text.startsWith('#!'))
    return { ok: false, because: 'executable' };
  if (/^(<!doctype html|<html|<script|<\?php|<svg)/.test(text) || (text.startsWith('<?xml') && text.includes('<svg')))
    return { ok: false, because: 'executable' };
  if (file.detected && DANGEROUS_TYPES.test(file.detected)) return { ok: false, because: 'executable' };
  const isImage = file.detected !== null && IMAGES.has(file.detected);
  const isVideo = file.detected !== null && VIDEO.has(file.detected);
  const isAudio =
    file.detected !== null && (AUDIO.test(file.detected) || (file.detected === 'video/webm' && file.voice));
  if (IMAGE_ENDINGS.test(name) && !file.detected?.startsWith('image/')) return { ok: false, because: 'mismatch' };
  if (VIDEO_ENDINGS.test(name) && !/^(video|audio)\//.test(file.detected ?? ''))
    return { ok: false, because: 'mismatch' };
  if (AUDIO_ENDINGS.test(name) && !/^(video|audio)\//.test(file.detected ?? ''))
    return { ok: false, because: 'mismatch' };
  if (isImage) return { ok: true, kind: 'image', mime: file.detected as string };
  if (isAudio) return { ok: true, kind: file.voice ? 'voice' : 'audio', mime: file.detected as string };
  if (isVideo) return { ok: true, kind: 'video', mime: file.detected as string };
  return { ok: true, kind: 'document', mime: file.detected ?? 'application/octet-stream' };
}
