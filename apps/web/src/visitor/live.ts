// What changes, as it changes; and the way back when the line is lost.
import type { ChannelRow } from '@recado/core/channels/contract';
import type { Change } from '@recado/core/conversations/contract';
import { desk, nameOf, parts } from './desk.ts';
import { say } from './dom.ts';
import { renew, showOffline } from './frame.ts';
import { reload } from './list.ts';
import { drawDown, drawThread, drawTitle, loadNewest, markRead, sendAgain, showThread, take } from './thread.ts';
import { t, within } from './wire.ts';

const SOON_MS = 1_000;
const LATE_MS = 15_000;
/** The server gives a sign of life each 15 s: two that stay away mean a line that swallows everything. */
const SILENT_MS = 30_500;
let source: EventSource | null = null;
let cursor = '';
let wait = SOON_MS;
let timer = 0;
let silence = 0;
let notice = 0;

export function listen(): void {
  clearTimeout(timer);
  source?.close();
  const own = new EventSource(`${within('/live')}?cursor=${encodeURIComponent(cursor)}`);
  source = own;
  const hear = () => {
    clearTimeout(silence);
    silence = window.setTimeout(() => own === source && own.onerror?.(new Event('error')), SILENT_MS);
  };
  hear();
  own.addEventListener('ping', hear);
  const payloadOf = (event: MessageEvent) => {
    hear();
    const payload = JSON.parse(event.data);
    cursor = payload.cursor ?? cursor;
    return payload;
  };
  const connected = (event: MessageEvent) => {
    payloadOf(event);
    wait = SOON_MS;
    clearTimeout(notice);
    notice = 0;
    showOffline(false);
    sendAgain();
    if (event.type !== 'reset') return;
    void reload();
    void loadNewest();
  };
  own.addEventListener('ready', connected);
  own.addEventListener('reset', connected);
  own.addEventListener('ping', payloadOf);
  own.addEventListener('ended', () => {
    own.close();
    parts.end('ended');
  });
  own.addEventListener('changes', (event) => {
    for (const change of payloadOf(event).changes as Change[]) apply(change);
    void reload();
  });
  own.onerror = () => {
    own.close();
    if (desk.isOver || own !== source) return;
    clearTimeout(silence);
    clearTimeout(timer);
    // a moment's break is nobody's business
    notice ||= window.setTimeout(() => showOffline(!desk.isOver), SOON_MS);
    // a stream that is refused says not why: this question does
    timer = window.setTimeout(() => renew().then(listen, () => desk.isOver || own.onerror?.(new Event('error'))), wait);
    wait = Math.min(LATE_MS, wait * 2);
  };
}
/** The network is gone: the line would find out by its silence only. */
export function loseLine(): void {
  showOffline(!desk.isOver);
  source?.onerror?.(new Event('error'));
}
/** The line is back, or somebody looks again: no waiting for the next turn. */
export function lookNow(): void {
  if (!source || desk.isOver) return;
  if (source.readyState === EventSource.CLOSED) listen();
  else showOffline(false);
  sendAgain();
}

function apply(change: Change): void {
  const { open } = desk;
  if (change.topic === 'message') {
    const isNew = !desk.messages.some(({ id }) => id === change.id);
    if (change.row) take(change.row);
    else {
      desk.messages = desk.messages.filter(({ id }) => id !== change.id);
      drawThread();
    }
    const from = [...desk.rows, ...(open ? [open] : [])].find(({ id }) => id === change.row?.conversationId);
    if (isNew && change.row?.direction === 'in' && from) say(t('newMessage', { name: nameOf(from) }));
  } else if (change.topic === 'conversation' && open && change.id === open.id) {
    if (change.row) {
      desk.open = change.row;
      drawTitle();
      markRead();
    } else void showThread(change.conversationId === open.id ? undefined : change.conversationId);
  } else if (change.topic === 'channel') {
    const others = desk.channels.filter(({ id }) => id !== change.id);
    desk.channels = change.row ? [...others, change.row as ChannelRow] : others;
    drawDown();
  }
}
