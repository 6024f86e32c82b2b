// The people of the workspace, found by name or number; each opens their card.
import type { ContactRow } from '@recado/core/contacts/contract';
import { openCard } from './card.ts';
import { button, el, listTimeOf, say, sync } from './dom.ts';
import { read, t } from './wire.ts';

type After = { key: string; id: string };
/** Between two keys of one word nobody asks the server. */
const TYPING_MS = 250;
const PEOPLE = 60;

const people = { rows: [] as ContactRow[], next: null as After | null, asked: 0 };
const nameOfContact = (row: ContactRow) => row.name || row.profileName || (row.number ? `+${row.number}` : 'WhatsApp');
const peopleList = el('ul', { 'aria-label': t('people') });
const nobody = el('div', { class: 'empty' });
const morePeople = button(t('more'), () => loadPeople(true), { class: 'more' });
const sought = el('input', {
  ...{ type: 'search', autocomplete: 'off', maxlength: 120, placeholder: t('peopleSearch') },
  'aria-label': t('peopleSearch'),
}) as HTMLInputElement;
let typing = 0;
sought.addEventListener('input', () => {
  clearTimeout(typing);
  typing = window.setTimeout(() => loadPeople(), TYPING_MS);
});

const personOf = (row: ContactRow) => {
  const name = nameOfContact(row);
  const last = [row.lastInAt, row.lastOutAt]
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return el(
    'li',
    {},
    el(
      'button',
      { type: 'button', class: 'row', click: () => openCard(row.id, () => loadPeople()) },
      el('strong', {}, name),
      last && el('span', { class: 'when' }, listTimeOf(last)),
      row.number && name !== `+${row.number}` && el('span', { class: 'last' }, `+${row.number}`),
    ),
  );
};

async function loadPeople(isMore = false): Promise<void> {
  const value = sought.value.trim();
  people.asked += 1;
  const { asked, next } = people;
  try {
    const page = await read<{ rows: ContactRow[]; next: After | null }>('contacts', {
      limit: PEOPLE,
      ...(value && { filter: { match: 'all', nodes: [{ on: 'any', is: 'contains', value }] } }),
      ...(isMore && next && { after: next }),
    });
    // what was asked for later is what counts
    if (asked !== people.asked) return;
    people.rows = isMore ? [...people.rows, ...page.rows] : page.rows;
    people.next = page.next;
    sync(peopleList, people.rows.map(personOf));
    nobody.hidden = people.rows.length > 0;
    if (!nobody.hidden) {
      nobody.replaceChildren(
        el('h2', {}, t(value ? 'peopleNoneTitle' : 'peopleEmptyTitle')),
        el('p', {}, t(value ? 'peopleNoneDetail' : 'peopleEmptyDetail')),
      );
      say(t(value ? 'peopleNoneTitle' : 'peopleEmptyTitle'));
    }
  } catch {
    if (asked !== people.asked) return;
    nobody.hidden = false;
    nobody.replaceChildren(
      el('p', { class: 'danger', role: 'alert' }, t('failed')),
      button(t('again'), () => loadPeople(isMore)),
    );
  }
  morePeople.hidden = people.next === null;
}

export function drawPeople(pane: HTMLElement): void {
  if (people.asked === 0) nobody.replaceChildren(el('p', {}, t('opening')));
  morePeople.hidden = true;
  pane.replaceChildren(el('div', { class: 'sought' }, sought), peopleList, nobody, morePeople);
  void loadPeople();
}
