import type { MessageRow } from '@recado/core/conversations/contract';

/** Whether a message has a picture that can be shown now. */
export const isShown = ({ media }: MessageRow): boolean =>
  media?.kind === 'image' && media.state === 'ready' && Boolean(media.url);

/** The pictures that are known, oldest first, each once, and at which of them the viewer stands; -1 when it is closed or what it showed is gone. */
export function pageThrough(
  rows: readonly MessageRow[],
  older: readonly MessageRow[],
  openId: string | null,
): { pictures: readonly MessageRow[]; at: number } {
  const bySeq = new Map<number, MessageRow>();
  // what was asked for last is the newer word, and the loaded part of the thread before all of it
  for (const row of [...older, ...rows]) if (isShown(row)) bySeq.set(row.seq, row);
  const pictures = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
  return { pictures, at: openId === null ? -1 : pictures.findIndex(({ media }) => media?.id === openId) };
}
