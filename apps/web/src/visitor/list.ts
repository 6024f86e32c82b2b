// The conversations of the workspace: those that wait for an answer first.
import type { ConversationRow } from '@recado/core/conversations/contract';
import { desk, type First, nameOf, parts } from './desk.ts';
import { button, el, keeper, kindOf, listTimeOf, say, sync } from './dom.ts';
import { openThread } from './thread.ts';
import { read, t } from './wire.ts';

const ROWS = 40;
const MOST = 100;
/** So long lies between two readings of the list while changes keep coming. */
const REST_MS = 1_000;

const tabs = (['waiting', 'all'] as const).map((name) => button('', () => showView(name), { id: `tab-${name}` }));
const list = el('ul', { id: 'rows' });
const empty = el('div', { class: 'empty' });
const more = button(t('more'), () => loadRows(true).then(drawList, () => say(t('failedTitle'))), { class: 'more' });
export const listParts = [
  el('div', { class: 'tabs', role: 'group', 'aria-label': t('title') }, ...tabs),
  list,
  empty,
  more,
];

function showView(name: typeof desk.view): void {
  desk.view = name;
  drawTabs();
  // whoever presses does not wait for the rest to be over
  void loadRows().then(drawList, () => void reload());
}

async function loadRows(isMore = false): Promise<void> {
  const { view, rows } = desk;
  const last = isMore ? rows.at(-1) : undefined;
  const limit = isMore ? ROWS : Math.min(MOST, Math.max(ROWS, rows.length));
  const [found, counts] = await Promise.all([
    read<ConversationRow[]>('conversations', {
      ...{ view: view === 'all' ? 'every' : view, limit },
      ...(last && { before: { lastMessageAt: last.lastMessageAt, id: last.id } }),
    }),
    isMore ? null : read<{ waiting: number }>('counts'),
  ]);
  if (desk.view !== view || desk.isOver) return;
  desk.rows = isMore ? [...rows, ...found] : found;
  desk.hasMore = found.length === limit;
  if (counts) desk.waiting = counts.waiting;
}

/** Shows the rows that came along with the exchange. */
export function showFirst({ rows, waiting }: First): void {
  Object.assign(desk, { rows, waiting, hasMore: rows.length === ROWS });
  drawList();
}

let isLoading = false;
let isStale = false;
/** Reads the list; whatever changes while it is read, or in the rest after that, has it read once more. */
export async function reload(): Promise<void> {
  isStale = true;
  if (isLoading) return;
  isLoading = true;
  isStale = false;
  await loadRows().catch(() => {});
  drawList();
  setTimeout(() => {
    isLoading = false;
    if (isStale && !desk.isOver) void reload();
  }, REST_MS);
}

let shownTabs = '';
function drawTabs(): void {
  const shown = `${desk.view}|${desk.waiting}`;
  if (shown === shownTabs) return;
  shownTabs = shown;
  const count = desk.waiting > 99 ? '99+' : desk.waiting;
  tabs[0]?.replaceChildren(t('waiting'), desk.waiting > 0 ? el('span', { class: 'count' }, String(count)) : '');
  tabs[1]?.replaceChildren(t('all'));
  for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.id === `tab-${desk.view}`));
}

const rowsOf = keeper((row: ConversationRow) => {
  const isOurs = row.lastDirection === 'out';
  return el(
    'li',
    {},
    el(
      'button',
      {
        ...{ type: 'button', class: 'row', id: `row-${row.id}`, click: () => openThread(row.id) },
        'aria-current': row.id === desk.open?.id && 'true',
      },
      el('strong', {}, nameOf(row)),
      el('span', { class: 'when' }, listTimeOf(row.lastMessageAt)),
      el('span', { class: 'last' }, (isOurs ? `${t('ours')} ` : '') + (row.lastPreview || kindOf(row.lastKind))),
      row.unreadCount > 0 &&
        el('span', { class: 'count' }, el('span', { class: 'hidden' }, t('unread')), String(row.unreadCount)),
    ),
  );
});

function drawList(): void {
  if (desk.isOver) return;
  drawTabs();
  const { rows, open, view } = desk;
  sync(list, rowsOf(rows.map((of) => ({ key: `${of.id}|${of.version}|${nameOf(of)}|${of.id === open?.id}`, of }))));
  empty.hidden = rows.length > 0;
  if (rows.length === 0)
    empty.replaceChildren(
      el('h2', {}, t(view === 'waiting' ? 'doneTitle' : 'nothingTitle')),
      el('p', {}, t(view === 'waiting' ? 'doneDetail' : 'nothingDetail')),
    );
  more.hidden = !desk.hasMore;
}
parts.drawList = drawList;
