// How the workspace does: who waits, this month beside the last, message by message a day, and whether its numbers are connected.
import type { Day, Home, Months } from '@recado/core/reports/contract';
import { desk } from './desk.ts';
import { button, dateOf, el, kindOf, listTimeOf } from './dom.ts';
import { openThread } from './thread.ts';
import { read, t } from './wire.ts';

const figureOf = (value: number) => new Intl.NumberFormat(document.documentElement.lang).format(value);

/** The seconds that half of them waited at most, as one would say it. */
function spanOf(seconds: number | null): string {
  if (seconds === null) return t('nothing');
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`;
}

function monthOf({ thisMonth, lastMonth, compared, days }: Months): Node[] {
  const share = ({ asked, answered }: Months['thisMonth']) =>
    asked === 0 ? t('nothing') : `${Math.round((answered / asked) * 100)} %`;
  const figures: [string, string, string][] = [
    ['received', figureOf(thisMonth.received), figureOf(lastMonth.received)],
    ['sent', figureOf(thisMonth.sent), figureOf(lastMonth.sent)],
    ['begun', figureOf(thisMonth.begun), figureOf(lastMonth.begun)],
    ['answered', share(thisMonth), share(lastMonth)],
    ['toAnswer', spanOf(thisMonth.secondsToAnswer), spanOf(lastMonth.secondsToAnswer)],
  ];
  return [
    el('h2', {}, t('month')),
    el('p', { class: 'when' }, t('compared', { day: dateOf(compared.to) })),
    el(
      'dl',
      { class: 'figures' },
      ...figures.map(([name, now, before]) =>
        el(
          'div',
          {},
          el('dt', {}, t(name)),
          el('dd', {}, el('strong', {}, now), el('span', { class: 'when' }, t('before', { figure: before }))),
        ),
      ),
    ),
    ...chartOf(days),
  ];
}

function chartOf(days: Day[]): Node[] {
  const most = Math.max(1, ...days.map((day) => day.in + day.out));
  const sum = (way: 'in' | 'out') => figureOf(days.reduce((all, day) => all + day[way], 0));
  const label = t('daysLabel', { days: days.length, in: sum('in'), out: sum('out') });
  const bar = (way: 'in' | 'out', day: Day) => {
    const built = el('i', { class: way });
    // an attribute of style would be refused by the page's policy
    built.style.height = `${(day[way] / most) * 100}%`;
    return built;
  };
  return [
    el('h2', {}, t('days')),
    el(
      'div',
      { class: 'bars', role: 'img', 'aria-label': label },
      ...days.map((day) => el('b', {}, bar('out', day), bar('in', day))),
    ),
    el('p', { class: 'when' }, label),
  ];
}

function waitingOf({ count, rows }: NonNullable<Home['waiting']>): Node[] {
  return [
    el('h2', {}, t('nowTitle')),
    el('p', {}, count === 0 ? t('doneTitle') : t(count === 1 ? 'waitsOne' : 'waitsMany', { count: figureOf(count) })),
    el(
      'ul',
      {},
      ...rows.map((row) =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', class: 'row', click: () => openThread(row.id) },
            el('strong', {}, row.name || (row.number ? `+${row.number}` : 'WhatsApp')),
            el('span', { class: 'when' }, listTimeOf(row.since)),
            el('span', { class: 'last' }, row.preview || kindOf(row.kind)),
          ),
        ),
      ),
    ),
  ];
}

const numbersOf = (numbers: NonNullable<Home['numbers']>): Node[] => [
  el('h2', {}, t('numbers')),
  el(
    'ul',
    { class: 'numbers' },
    ...numbers.map(({ name, number, state }) =>
      el(
        'li',
        { class: state === 'open' ? '' : 'down' },
        el('strong', {}, name),
        number && el('span', { class: 'when' }, ` +${number}`),
        el('span', {}, t(state === 'open' ? 'numberUp' : 'numberDown')),
      ),
    ),
  ),
];

export function drawFigures(pane: HTMLElement): void {
  pane.replaceChildren(el('p', { class: 'empty' }, t('opening')));
  const load = (): Promise<void> =>
    read<Home>('home').then(
      ({ waiting, months, numbers }) => {
        if (desk.module !== 'home' || desk.isOver) return;
        pane.replaceChildren(
          el(
            'div',
            { class: 'sheet' },
            ...(waiting ? waitingOf(waiting) : []),
            ...(months ? monthOf(months) : []),
            ...(numbers && numbers.length > 0 ? numbersOf(numbers) : []),
          ),
        );
      },
      () => {
        if (desk.module !== 'home' || desk.isOver) return;
        pane.replaceChildren(
          el(
            'div',
            { class: 'empty' },
            el('p', { class: 'danger', role: 'alert' }, t('failed')),
            button(t('again'), load),
          ),
        );
      },
    );
  void load();
}
