// The page of an access link: opens it with the secret of the fragment, and is a small desk from then on. One script, without a framework.
import type { Visit } from '@recado/core/access/contract';
import type { ContactRow } from '@recado/core/contacts/contract';
import type { Change, ConversationRow, MessageRow } from '@recado/core/conversations/contract';

type Failure = { code: string; params: Record<string, unknown> };
type Child = Node | string | null | false | undefined;
const told = JSON.parse(document.getElementById('told')?.textContent ?? '{}') as {
  texts: Record<string, string>;
  product: string;
};
const main = document.getElementById('page') as HTMLElement;
const [, , linkId = '', at = ''] = location.pathname.split('/');
const base = `/w/${linkId}`;
const secret = location.hash.slice(1);
/** The conversation that a notice by mail leads to. */
const asked = new URLSearchParams(location.search).get('c');
history.replaceState(null, '', location.pathname);

let visit: Visit;
let view: 'waiting' | 'all' = 'waiting';
let rows: ConversationRow[] = [];
let hasMore = false;
let open: ConversationRow | null = null;
let messages: MessageRow[] = [];
let hasOlder = false;
let pending: { conversationId: string; clientMessageId: string; text: string; failed: boolean }[] = [];
let isLive = false;
let isOver = false;
let cursor = '';
let draft = '';

const t = (key: string, values: Record<string, unknown> = {}) =>
  (told.texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));
const mayWrite = () => visit.role !== 'link_read';
const nameOf = ({ contact }: ConversationRow) =>
  contact.name || contact.profileName || (contact.number ? `+${contact.number}` : 'WhatsApp');
const timeOf = (iso: string) => {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(
    document.documentElement.lang,
    isToday ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' },
  ).format(date);
};
const say = (text: string) => {
  (document.getElementById('said') as HTMLElement).textContent = text;
};

/** Builds an element; never parses markup. */
function el(tag: string, attributes: Record<string, unknown> = {}, ...children: Child[]): HTMLElement {
  const built = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') built.addEventListener(name, value as EventListener);
    else if (value !== false && value !== undefined) built.setAttribute(name, String(value));
  }
  built.append(
    ...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined),
  );
  return built;
}
const button = (text: string, click: () => unknown, more: Record<string, unknown> = {}) =>
  el('button', { type: 'button', click, ...more }, text);

async function call<T>(path: string, body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(
      base + path,
      body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
  } catch {
    throw { code: 'network.offline', params: {} } satisfies Failure;
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return (json.result ? json.result.data : json) as T;
  const failure: Failure = json.error?.data?.app ?? json.error ?? { code: 'internal.unexpected', params: {} };
  if (failure.code === 'identity.sessionEnded' && visit) end();
  throw failure;
}
const wrap = (input: object) => ({ workspaceId: visit.workspace.id, input });
const read = <T>(name: string, input: object) =>
  call<T>(`/api/${name}?input=${encodeURIComponent(JSON.stringify(wrap(input)))}`);
const write = <T>(name: string, input: object) => call<T>(`/api/${name}`, wrap(input));

function state(text: string, ...more: Child[]): void {
  main.replaceChildren(el('div', { class: 'state', role: 'alert' }, el('h1', {}, text), ...more));
}
function end(): void {
  isOver = true;
  state(t('ended'));
}

function askPin(problem = ''): void {
  const input = el('input', {
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    required: '',
    maxlength: 12,
  }) as HTMLInputElement;
  const submit = (event: Event) => {
    event.preventDefault();
    void enter(input.value);
  };
  main.replaceChildren(
    el(
      'form',
      { submit },
      el('h1', {}, t('pin')),
      el('p', {}, t('pinDetail')),
      problem !== '' && el('p', { class: 'danger', role: 'alert' }, problem),
      el('label', {}, t('pin'), input),
      el('button', { class: 'main' }, t('enter')),
    ),
  );
  input.focus();
}

async function enter(pin?: string): Promise<void> {
  try {
    visit = secret ? await call<Visit>('/exchange', { secret, pin }) : await call<Visit>('/api/visit');
  } catch (error) {
    const { code, params } = error as Failure;
    if (code === 'access.linkPinNeeded') return askPin();
    if (code === 'access.linkPinWrong') return askPin(t('pinWrong', { left: params.triesLeft }));
    if (code === 'access.linkPinLocked') return state(t('pinLocked', params));
    if (code === 'access.linkFull') return state(t('full', params));
    if (code === 'access.linkGone' || code === 'identity.sessionEnded') return state(t('gone'));
    return state(
      t('failed'),
      button(t('again'), () => enter(pin)),
    );
  }
  document.title = visit.workspace.name;
  main.style.setProperty('--stripe', visit.workspace.color);
  listen();
  await showList();
  if (asked) await read<ConversationRow>('conversation', { conversationId: asked }).then(showThread, () => {});
}

async function showList(): Promise<void> {
  open = null;
  await loadList().catch(() => {});
  draw();
}
async function loadList(more = false): Promise<void> {
  const last = more ? rows.at(-1) : undefined;
  const found = await read<ConversationRow[]>('conversations', {
    view,
    ...(last && { before: { lastMessageAt: last.lastMessageAt, id: last.id } }),
  });
  rows = more ? [...rows, ...found] : found;
  hasMore = found.length === 40;
}
async function showThread(row: ConversationRow): Promise<void> {
  open = row;
  messages = [];
  draft = '';
  await loadMessages().catch(() => {});
  draw();
  scrollTo(0, document.body.scrollHeight);
  markRead();
}
async function loadMessages(): Promise<void> {
  if (!open) return;
  const id = open.id;
  const beforeSeq = messages[0]?.seq;
  const found = await read<MessageRow[]>('messages', { conversationId: id, ...(beforeSeq && { beforeSeq }) });
  if (open?.id !== id) return;
  messages = [...found, ...messages];
  hasOlder = found.length === 50;
}
function markRead(): void {
  if (open && open.unreadCount > 0 && mayWrite() && document.visibilityState === 'visible')
    write('markRead', { conversationId: open.id, seq: open.lastSeq }).catch(() => {});
}

async function send(each: (typeof pending)[number]): Promise<void> {
  each.failed = false;
  draw();
  try {
    const { failed: _failed, ...input } = each;
    take(await write<MessageRow>('send', input));
  } catch {
    each.failed = true;
  }
  draw();
}
function take(row: MessageRow): void {
  pending = pending.filter(({ clientMessageId }) => clientMessageId !== row.clientMessageId);
  if (row.conversationId !== open?.id) return;
  messages = [...messages.filter(({ id }) => id !== row.id), row].sort((a, b) => a.seq - b.seq);
}

function listen(): void {
  const source = new EventSource(`${base}/live?cursor=${encodeURIComponent(cursor)}`);
  const cursorOf = (event: MessageEvent) => {
    const payload = JSON.parse(event.data);
    cursor = payload.cursor ?? cursor;
    return payload;
  };
  const connected = (now: boolean) => {
    isLive = now;
    if (!isOver) draw();
  };
  const start = async (event: MessageEvent) => {
    cursorOf(event);
    if (event.type === 'reset') {
      await loadList().catch(() => {});
      messages = [];
      await loadMessages().catch(() => {});
    }
    connected(true);
  };
  source.addEventListener('ready', start);
  source.addEventListener('reset', start);
  source.addEventListener('ended', () => {
    source.close();
    end();
  });
  source.addEventListener('changes', async (event) => {
    for (const change of cursorOf(event).changes as Change[]) {
      if (change.topic === 'message' && change.row) {
        const isNew = !messages.some(({ id }) => id === change.id);
        take(change.row);
        const from = [...rows, ...(open ? [open] : [])].find(({ id }) => id === change.row?.conversationId);
        if (isNew && change.row.direction === 'in' && from) say(t('newMessage', { name: nameOf(from) }));
      }
      if (change.topic === 'conversation' && change.id === open?.id && change.row) open = change.row;
    }
    await loadList().catch(() => {});
    draw();
    markRead();
  });
  source.onerror = () => {
    source.close();
    if (isOver) return;
    connected(false);
    setTimeout(() => {
      if (isOver) return;
      // a stream that is refused says not why: the page's first question does
      call('/api/visit').then(listen, () => !isOver && listen());
    }, 2_000);
  };
}

function draw(): void {
  if (isOver) return;
  const held = document.activeElement?.id;
  const heading = el('h1', {}, open ? nameOf(open) : visit.workspace.name);
  const status = el('span', { class: 'quiet' }, t(isLive ? 'live' : 'reconnecting'));
  if (open) {
    const row = open;
    main.replaceChildren(
      el(
        'header',
        {},
        button(t('back'), showList),
        heading,
        button(t('card'), () => showCard(row)),
        status,
      ),
      el(
        'ul',
        { class: 'thread', 'aria-label': t('title') },
        hasOlder &&
          el(
            'li',
            {},
            button(t('older'), () => loadMessages().then(draw, () => say(t('failed')))),
          ),
        ...messages.map(drawMessage),
        ...pending.filter(({ conversationId }) => conversationId === row.id).map(drawPending),
      ),
      (mayWrite() && drawReply(row)) || '',
    );
  } else {
    const tab = (name: typeof view) =>
      button(
        t(name),
        () => {
          view = name;
          return showList();
        },
        { 'aria-pressed': view === name, id: `tab-${name}` },
      );
    main.replaceChildren(
      el('header', {}, heading, status, tab('waiting'), tab('all')),
      rows.length === 0 ? el('p', { class: 'state' }, t('empty')) : el('ul', {}, ...rows.map(drawRow)),
      hasMore ? button(t('more'), () => loadList(true).then(draw, () => say(t('failed')))) : '',
      drawFoot(),
    );
  }
  if (held) document.getElementById(held)?.focus();
}
const drawRow = (row: ConversationRow) =>
  el(
    'li',
    {},
    el(
      'button',
      { type: 'button', class: 'row', id: `row-${row.id}`, click: () => showThread(row) },
      el('strong', {}, nameOf(row) + (row.unreadCount > 0 ? ` (${row.unreadCount})` : '')),
      el('span', { class: 'quiet' }, timeOf(row.lastMessageAt)),
      el('span', { class: 'quiet' }, row.lastPreview || ' '),
    ),
  );
function drawMessage(row: MessageRow): HTMLElement {
  const { media } = row;
  const url = media?.url && base + media.url;
  return el(
    'li',
    { class: row.direction },
    url && media.kind === 'image'
      ? el('a', { href: url, target: '_blank' }, el('img', { src: url, alt: row.body || t('file') }))
      : url && el('a', { class: 'file', href: url, target: '_blank' }, media.name || t('file')),
    row.body ?? '',
    el('span', { class: 'quiet' }, [row.author.name, timeOf(row.occurredAt)].filter(Boolean).join(' · ')),
    row.status === 'failed' && el('span', { class: 'danger' }, `${t('notSent')} `),
    row.status === 'failed' &&
      mayWrite() &&
      button(t('again'), () =>
        write<MessageRow>('retry', { messageId: row.id })
          .then(take)
          .then(draw, () => say(t('failed'))),
      ),
  );
}
const drawPending = (each: (typeof pending)[number]) =>
  el(
    'li',
    { class: 'out' },
    each.text,
    el('span', { class: each.failed ? 'danger' : 'quiet' }, t(each.failed ? 'notSent' : 'sending')),
    each.failed && button(t('again'), () => send(each)),
  );
function drawReply(row: ConversationRow): HTMLElement {
  const box = el('textarea', { id: 'reply', rows: 2, maxlength: 65_536 }) as HTMLTextAreaElement;
  box.value = draft;
  box.oninput = () => {
    draft = box.value;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const text = draft.trim();
    if (text === '') return;
    draft = '';
    const each = { conversationId: row.id, clientMessageId: crypto.randomUUID(), text, failed: false };
    pending.push(each);
    void send(each);
  };
  return el(
    'form',
    { class: 'reply', submit },
    el('label', {}, t('reply'), box),
    el('button', { class: 'main', id: 'send' }, t('send')),
  );
}
function drawFoot(): HTMLElement {
  const { notices, whiteLabel } = visit;
  const turn = async () => {
    const { on } = await call<{ on: boolean }>('/api/switchNotices', { on: notices !== 'on' });
    visit.notices = on ? 'on' : 'off';
    draw();
  };
  return el(
    'footer',
    { class: 'state' },
    notices && el('p', {}, t(notices === 'on' ? 'noticesOn' : 'noticesOff')),
    notices && button(t(notices === 'on' ? 'switchOff' : 'switchOn'), () => turn().catch(() => say(t('failed')))),
    !whiteLabel && el('p', { class: 'quiet' }, t('by', { product: told.product })),
  );
}
async function showCard(row: ConversationRow): Promise<void> {
  const contact = await read<ContactRow>('contact', { contactId: row.contact.id }).catch(() => null);
  if (!contact) return say(t('failed'));
  const dialog = el('dialog', { 'aria-label': t('card') }) as HTMLDialogElement;
  const name = el('input', { maxlength: 120 }) as HTMLInputElement;
  const notes = el('textarea', { rows: 5, maxlength: 4000 }) as HTMLTextAreaElement;
  name.value = contact.name;
  notes.value = contact.notes ?? '';
  name.readOnly = notes.readOnly = !mayWrite();
  const problem = el('p', { class: 'danger', role: 'alert' });
  const save = () =>
    write('updateContact', { contactId: contact.id, name: name.value, notes: notes.value || null }).then(
      () => dialog.close(),
      () => problem.replaceChildren(t('failed')),
    );
  dialog.append(
    el(
      'div',
      { class: 'card' },
      el('label', {}, t('name'), name),
      el('label', {}, t('notes'), notes),
      problem,
      mayWrite() && button(t('save'), save, { class: 'main' }),
      button(t('close'), () => dialog.close()),
    ),
  );
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
function askStop(): void {
  const stop = () =>
    call('/stop-notices', { token: secret }).then(
      () => state(t('stopped')),
      () => state(t('gone')),
    );
  state(t('stopAsk'), button(t('switchOff'), stop, { class: 'main' }));
}

if (at === 'off') askStop();
else void enter();
