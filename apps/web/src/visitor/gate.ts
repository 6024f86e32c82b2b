// What stands before the desk and after it: the PIN, and the screens that say why there is nothing to see.
import type { Visit } from '@recado/core/access/contract';
import { desk, type First, parts } from './desk.ts';
import { button, el } from './dom.ts';
import { main } from './frame.ts';
import { call, type Failure, secret, t, told } from './wire.ts';

/** A screen of its own: what is the matter, and what can be done. */
function state(name: string, values: Record<string, unknown> = {}, ...more: Node[]): void {
  for (const dialog of document.querySelectorAll('dialog')) dialog.remove();
  main.className = '';
  main.replaceChildren(
    el(
      'div',
      { class: 'state', role: 'alert' },
      el('h1', {}, t(`${name}Title`)),
      el('p', {}, t(`${name}Detail`, values)),
      ...more,
    ),
  );
}
/** Nothing of the workspace stays on the screen, nor in the page. */
parts.end = (name) => {
  // whoever has left hears of it on the other line too
  if (desk.isOver && name === 'ended') return;
  desk.isOver = true;
  Object.assign(desk, { rows: [], messages: [], open: null, pending: [], drafts: new Map() });
  state(name);
};

function askPin(problem = ''): void {
  const input = el('input', {
    ...{ id: 'pin', inputmode: 'numeric', autocomplete: 'off', required: '', maxlength: 12 },
    ...(problem && { 'aria-invalid': 'true', 'aria-describedby': 'problem' }),
  }) as HTMLInputElement;
  const submit = (event: Event) => {
    event.preventDefault();
    void enter(input.value.trim());
  };
  main.className = '';
  main.replaceChildren(
    el(
      'form',
      { class: 'state', submit },
      el('h1', {}, t('pinTitle')),
      el('p', {}, t('pinDetail')),
      el('label', { for: 'pin' }, t('pin')),
      input,
      problem !== '' && el('p', { class: 'danger', id: 'problem', role: 'alert' }, problem),
      el('button', { class: 'main' }, t('enter')),
    ),
  );
  input.focus();
}

/** Whoever opens a link with a browser that is known is in. Any other takes a place, and only by a press: what looks at links on their way takes none. */
export async function arrive(): Promise<void> {
  if (!told.isKnown) return askToEnter();
  let visit: Visit;
  try {
    visit = await call<Visit>('/api/visit');
  } catch (error) {
    const { code } = error as Failure;
    if (code !== 'identity.sessionEnded') return state('failed', {}, button(t('again'), arrive, { class: 'main' }));
    return askToEnter();
  }
  await parts.begin(visit);
}

function askToEnter(): void {
  if (!secret) {
    state('gone');
    return;
  }
  const press = button(
    t('enter'),
    () => {
      press.setAttribute('disabled', '');
      return enter();
    },
    { class: 'main' },
  );
  state('open', {}, press);
}

async function enter(pin?: string): Promise<void> {
  let opened: { visit: Visit; first: First | null };
  try {
    opened = await call('/exchange', { secret, pin });
  } catch (error) {
    const { code, params } = error as Failure;
    if (code === 'access.linkPinNeeded') return askPin();
    if (code === 'access.linkPinWrong') return askPin(t('pinWrong', { left: params.triesLeft }));
    if (code === 'access.linkPinLocked') return state('pinLocked', params);
    if (code === 'access.linkFull') return state('full', params);
    if (code === 'access.linkGone' || code === 'identity.sessionEnded') return state('gone');
    return state(
      'failed',
      {},
      button(t('again'), () => enter(pin), { class: 'main' }),
    );
  }
  await parts.begin(opened.visit, opened.first);
}

/** From a notice: stops them without getting in, and lets mails come again. */
export function askStop(): void {
  const turn = (again: boolean): Promise<void> =>
    call<{ by: 'mail' | 'whatsapp' }>('/stop-notices', { token: secret, again }).then(
      ({ by }) =>
        again
          ? state('resumed')
          : by === 'whatsapp'
            ? state('silenced')
            : state(
                'stopped',
                {},
                button(t('switchOn'), () => turn(true)),
              ),
      ({ code }: Failure) =>
        code === 'access.linkGone'
          ? state('gone')
          : state(
              'failed',
              {},
              button(t('again'), () => turn(again), { class: 'main' }),
            ),
    );
  state(
    'stop',
    {},
    button(t('switchOff'), () => turn(false), { class: 'main' }),
  );
}
