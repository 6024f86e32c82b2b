// One conversation: what was said, and the answer to it where the link lets answer.
import type { ConversationRow, MessageRow } from '@recado/core/conversations/contract';
import { drawMessage, drawPending } from './bubble.ts';
import { openCard } from './card.ts';
import { desk, mayWrite, nameOf, type Pending, parts } from './desk.ts';
import { button, dayOf, el, keeper, say, sync } from './dom.ts';
import { renew, showPane } from './frame.ts';
import { type Failure, read, t, write } from './wire.ts';

const MESSAGES = 50;
/** A line that looks alive may be dead; what waits for it is tried again. */
const AGAIN_MS = 5_000;
const log = el('ol', { class: 'log', tabindex: '0' });
const title = el('h2');
const reply = el('div', { class: 'reply' });

/** Opens a conversation as a step that the browser's way back undoes. */
export function openThread(id: string): void {
  if (desk.open?.id === id) return;
  // beside the list it takes the place of the one before
  history[desk.open ? 'replaceState' : 'pushState']({ c: id }, '');
  parts.drawModules();
  void showThread(id);
}

/** What a step of the history shows. */
export async function showThread(id: string | undefined): Promise<void> {
  const before = desk.open?.id;
  if (!id) {
    Object.assign(desk, { open: null, messages: [] });
    showPane(null);
    parts.drawList();
    document.getElementById(`row-${before}`)?.focus();
    return;
  }
  const known = desk.rows.find((row) => row.id === id);
  if (known) start(known);
  try {
    const [row] = await Promise.all([
      known ?? read<ConversationRow>('conversation', { conversationId: id }),
      known && load(),
    ]);
    if (!known) {
      start(row);
      await load();
    }
  } catch (error) {
    if (desk.isOver) return;
    if (!desk.open) return history.replaceState(null, '');
    return drawFailed(error as Failure);
  }
}

function start(row: ConversationRow): void {
  Object.assign(desk, { open: row, messages: [], hasOlder: false });
  sync(log, [el('li', { class: 'day' }, t('opening'))]);
  log.setAttribute('aria-label', t('messages'));
  showPane([
    el(
      'header',
      {},
      button('‹', () => history.back(), { class: 'back', 'aria-label': t('back') }),
      title,
      button(t('card'), () => openCard(row.contact.id), { id: 'card' }),
    ),
    log,
    reply,
  ]);
  drawTitle();
  drawReply();
  parts.drawList();
  if (matchMedia('(pointer: fine)').matches) document.getElementById('words')?.focus();
}
export function drawTitle(): void {
  if (!desk.open) return;
  const { number } = desk.open.contact;
  const name = nameOf(desk.open);
  title.replaceChildren(name, number && name !== `+${number}` ? el('span', { class: 'when' }, ` +${number}`) : '');
}

/** The newest messages, or those before the first that is here. */
async function load(isOlder = false): Promise<void> {
  const id = desk.open?.id;
  if (!id) return;
  const beforeSeq = isOlder ? desk.messages[0]?.seq : undefined;
  const found = await read<MessageRow[]>('messages', {
    conversationId: id,
    limit: MESSAGES,
    ...(beforeSeq && { beforeSeq }),
  });
  if (desk.open?.id !== id) return;
  const first = found[0]?.seq ?? Number.POSITIVE_INFINITY;
  if (!isOlder && desk.messages.length > 0 && !desk.messages.some(({ seq }) => seq >= first)) desk.messages = [];
  if (isOlder || desk.messages.length === 0) desk.hasOlder = found.length === MESSAGES;
  put(found);
  drawThread();
  markRead();
}
const steps = ['queued', 'sending', 'failed', 'sent', 'delivered', 'read', 'played', 'received'];
/** An answer may come after the stream has told more: how far a message has come only grows, until a failed one is sent anew. */
const put = (rows: MessageRow[]) => {
  const byId = new Map(desk.messages.map((row) => [row.id, row]));
  for (const row of rows) {
    const { status = row.status } = byId.get(row.id) ?? {};
    const isBack = status !== 'failed' && steps.indexOf(row.status) < steps.indexOf(status);
    byId.set(row.id, isBack ? { ...row, status } : row);
  }
  desk.messages = [...byId.values()].sort((a, b) => a.seq - b.seq);
};
/** What was missed while nothing came in, and addresses of files that have run out. */
export const loadNewest = () => load().catch(() => {});

function drawFailed({ code }: Failure): void {
  const isGone = code === 'conversations.notFound';
  sync(log, [
    el('li', { class: 'day', role: 'alert' }, t(isGone ? 'notThere' : 'failedTitle')),
    el(
      'li',
      { class: 'day' },
      button(t('again'), () => load().catch(drawFailed)),
    ),
  ]);
}

export function markRead(): void {
  const { open, messages } = desk;
  if (!open || open.unreadCount === 0 || messages.length === 0 || !mayWrite() || document.visibilityState !== 'visible')
    return;
  write('markRead', { conversationId: open.id, seq: open.lastSeq }).catch(() => {});
}

/** A message that came or changed. */
export function take(row: MessageRow): void {
  desk.pending = desk.pending.filter(({ clientMessageId }) => clientMessageId !== row.clientMessageId);
  if (row.conversationId !== desk.open?.id) return;
  put([row]);
  drawThread();
}

const older = el(
  'li',
  { class: 'day' },
  button(t('older'), () => loadOlder()),
);
async function loadOlder(): Promise<void> {
  const below = log.scrollHeight - log.scrollTop;
  await load(true).catch(() => say(t('failedTitle')));
  log.scrollTop = log.scrollHeight - below;
}
type Item = { day: string } | { row: MessageRow; isFirst: boolean } | { pending: Pending };
const itemsOf = keeper((item: Item) => {
  if ('day' in item) return el('li', { class: 'day' }, item.day);
  return 'row' in item ? drawMessage(item.row, item.isFirst) : drawPending(item.pending);
});

export function drawThread(): void {
  const { open, messages, pending } = desk;
  if (!open) return;
  const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const all: { key: string; of: Item }[] = [];
  let [day, author] = ['', ''];
  for (const row of messages) {
    const own = dayOf(row.occurredAt);
    const by = `${row.direction}${row.author.kind}${row.author.id ?? row.author.name}`;
    if (own !== day) all.push({ key: `day ${own}`, of: { day: own } });
    const isFirst = own !== day || by !== author;
    [day, author] = [own, by];
    const { media } = row;
    all.push({
      key: [row.id, row.status, row.body, media?.state, media?.url, isFirst, mayWrite()].join('|'),
      of: { row, isFirst },
    });
  }
  for (const each of pending)
    if (each.conversationId === open.id) all.push({ key: each.clientMessageId + each.failed, of: { pending: each } });
  sync(log, [...(desk.hasOlder ? [older] : []), ...itemsOf(all)]);
  if (wasAtEnd) log.scrollTop = log.scrollHeight;
}

/** Where the answer is written, or what says that this link only looks. What was begun stays for as long as the page does. */
export function drawReply(): void {
  const { open } = desk;
  if (!open) return;
  if (!mayWrite()) {
    reply.replaceChildren(el('p', { class: 'note' }, t('readOnly')));
    return;
  }
  const box = el('textarea', {
    id: 'words',
    rows: 1,
    maxlength: 65_536,
    placeholder: t('placeholder'),
    'aria-label': t('replyTo', { name: nameOf(open) }),
  }) as HTMLTextAreaElement;
  box.value = desk.drafts.get(open.id) ?? '';
  box.oninput = () => desk.drafts.set(open.id, box.value);
  const submit = (event?: Event) => {
    event?.preventDefault();
    const text = box.value.trim();
    box.focus();
    if (text === '') return;
    box.value = '';
    desk.drafts.delete(open.id);
    const each: Pending = { conversationId: open.id, clientMessageId: crypto.randomUUID(), text, failed: '' };
    desk.pending.push(each);
    void send(each).finally(() => {
      log.scrollTop = log.scrollHeight;
    });
  };
  box.onkeydown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !matchMedia('(pointer: fine)').matches) return;
    submit(event);
  };
  reply.replaceChildren(down, el('form', { submit }, box, el('button', { class: 'main' }, t('send'))));
  drawDown();
}

const down = el('p', { class: 'note', role: 'status' });
/** Says that the number is not connected, beside whatever is being written. */
export function drawDown(): void {
  const channel = desk.channels.find(({ id }) => id === desk.open?.channel.id);
  const isDown = channel && channel.state !== 'open';
  down.textContent = isDown ? t('channelDown', { name: channel.name }) : '';
  down.hidden = !isDown;
}

export async function send(each: Pending): Promise<void> {
  each.failed = '';
  drawThread();
  try {
    const { conversationId, clientMessageId, text } = each;
    take(await write<MessageRow>('send', { conversationId, clientMessageId, text }));
  } catch (error) {
    const { code, params } = error as Failure;
    // too much at once is no refusal either: it leaves later
    each.failed = code === 'offline' ? 'offline' : code === 'kernel.tooManyRequests' ? 'busy' : 'refused';
    if (each.failed !== 'refused') setTimeout(sendAgain, Math.max(AGAIN_MS, 1_000 * Number(params?.seconds ?? 0)));
    if (code === 'kernel.forbidden') await renew().catch(() => {});
  }
  drawThread();
}
/** What could not leave for want of a connection leaves now; its id keeps it from being said twice. */
export function sendAgain(): void {
  for (const each of desk.pending) if (each.failed === 'offline' || each.failed === 'busy') void send(each);
}
Object.assign(parts, { drawReply, loadNewest, send, take });
