// A message on its side of the thread: its words, its file, who wrote it and how far it has come.
import type { MediaRow, MessageRow } from '@recado/core/conversations/contract';
import { desk, mayWrite, type Pending, parts } from './desk.ts';
import { button, el, kindOf, say, timeOf } from './dom.ts';
import { t, told, within, write } from './wire.ts';

function authorOf({ direction, author }: MessageRow): string {
  if (direction === 'in' || author.kind === 'person') return author.name ?? '';
  if (author.kind === 'phone') return t('fromPhone');
  if (author.kind === 'link') return author.id === desk.visit.linkId ? t('you') : (author.name ?? '');
  return told.authors[author.kind] ?? '';
}

/** Words with their addresses as links, which tell nobody where they were followed from. */
function wordsOf(text: string): HTMLElement {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/);
  return el(
    'p',
    { class: 'words' },
    ...parts.map((part, at) => (at % 2 ? el('a', { href: part, target: '_blank', rel: 'noreferrer' }, part) : part)),
  );
}

function fileOf(media: MediaRow, caption: string | null): HTMLElement {
  if (media.state !== 'ready' || !media.url)
    return el('p', { class: 'when' }, t(media.state === 'failed' ? 'fileGone' : 'filePending'));
  const src = within(media.url);
  const name = media.name || kindOf(media.kind);
  let isAsked = false;
  // an address runs out after some minutes; the thread brings another
  const error = () => {
    if (isAsked) return;
    isAsked = true;
    parts.loadNewest();
  };
  if (media.kind === 'image' || media.kind === 'sticker')
    return el(
      'a',
      { href: src, target: '_blank' },
      el('img', { src, alt: caption || name, width: media.width, height: media.height, loading: 'lazy', error }),
    );
  if (media.kind === 'audio' || media.kind === 'voice')
    return el('audio', { src, controls: '', preload: 'none', 'aria-label': name, error });
  if (media.kind === 'video') return el('video', { src, controls: '', preload: 'none', 'aria-label': name, error });
  return el('a', { class: 'file', href: src, download: name }, name);
}

const marks: Record<string, string> = {
  queued: '…',
  sending: '…',
  sent: '✓',
  delivered: '✓✓',
  read: '✓✓',
  played: '✓✓',
};

export function drawMessage(row: MessageRow, isFirst: boolean): HTMLElement {
  const author = isFirst && authorOf(row);
  const isPlain = row.kind === 'text' || row.media;
  const mark = row.direction === 'out' && marks[row.status];
  const again = () => write<MessageRow>('retry', { messageId: row.id }).then(parts.take, () => say(t('failedTitle')));
  return el(
    'li',
    { class: row.direction, 'data-first': isFirst && '' },
    author && el('span', { class: 'by' }, author),
    row.media && fileOf(row.media, row.body),
    !isPlain && el('p', { class: 'when' }, kindOf(row.kind)),
    row.body && wordsOf(row.body),
    el(
      'span',
      { class: 'when' },
      timeOf(row.occurredAt),
      mark && ' ',
      mark && el('span', { role: 'img', class: row.status, 'aria-label': told.status[row.status] }, mark),
    ),
    row.status === 'failed' && el('span', { class: 'danger' }, t('notSent')),
    row.status === 'failed' && mayWrite() && button(t('again'), again),
  );
}
export const drawPending = (each: Pending) =>
  el(
    'li',
    { class: 'out' },
    wordsOf(each.text),
    el(
      'span',
      each.failed === 'refused' ? { class: 'danger', role: 'alert' } : { class: 'when', role: 'status' },
      t(each.failed === '' ? 'sending' : { offline: 'waits', busy: 'waitsBusy', refused: 'notSent' }[each.failed]),
    ),
    each.failed === 'refused' && mayWrite() && button(t('again'), () => parts.send(each)),
  );
