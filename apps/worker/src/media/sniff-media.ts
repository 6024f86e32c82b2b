import type { MediaKind } from '@recado/core/conversations/contract';

const starts = (head: Buffer, hex: string, at = 0): boolean =>
  head.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'));
const says = (head: Buffer, text: string, at = 0): boolean => head.toString('latin1', at, at + text.length) === text;

const EXECUTABLE = (head: Buffer): boolean =>
  says(head, 'MZ') ||
  starts(head, '7f454c46') ||
  starts(head, 'cffaedfe') ||
  starts(head, 'feedfacf') ||
  starts(head, 'cafebabe') ||
  says(head, '#!');

/** What the first bytes say a file is; null when they say nothing known. */
export function sniffMime(head: Buffer): string | null {
  if (starts(head, 'ffd8ff')) return 'image/jpeg';
  if (starts(head, '89504e470d0a1a0a')) return 'image/png';
  if (says(head, 'GIF8')) return 'image/gif';
  if (says(head, 'RIFF') && says(head, 'WEBP', 8)) return 'image/webp';
  if (says(head, 'RIFF') && says(head, 'WAVE', 8)) return 'audio/wav';
  if (says(head, 'OggS')) return 'audio/ogg';
  if (says(head, 'ID3') || starts(head, 'fffb') || starts(head, 'fff3') || starts(head, 'fff2')) return 'audio/mpeg';
  if (starts(head, 'fff1') || starts(head, 'fff9')) return 'audio/aac';
  if (says(head, '#!AMR')) return 'audio/amr';
  if (says(head, 'ftyp', 4)) return says(head, 'M4A', 8) ? 'audio/mp4' : 'video/mp4';
  if (starts(head, '1a45dfa3')) return 'video/webm';
  if (says(head, '%PDF-')) return 'application/pdf';
  return null;
}

/**
 * The type under which a received file is kept. Pictures, sounds and films must be what they claim to be; a document is kept as
 * what it is, and an executable only as plain bytes. Null when the file is refused.
 */
export function settleMime(kind: MediaKind, claimed: string, head: Buffer): string | null {
  const found = sniffMime(head);
  if (kind === 'document') {
    if (EXECUTABLE(head) && found === null) return 'application/octet-stream';
    if (found) return found;
    // what a browser would run must not come back under its own name
    return /html|svg|xml|javascript/i.test(claimed) ? 'application/octet-stream' : claimed;
  }
  if (!found) return null;
  const family = found.split('/')[0];
  if (kind === 'image' || kind === 'sticker') return family === 'image' ? found : null;
  if (kind === 'video') return family === 'video' ? found : null;
  // a voice note may come in a film's container
  return family === 'audio' || family === 'video' ? (claimed.startsWith('audio/') ? claimed : found) : null;
}
