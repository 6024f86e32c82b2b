import { api } from './api.js';
import { element, field, shownNumber } from './elements.js';
import { text } from './texts.js';

const FIRST_OFFERED = 34600000001;

/** Business phones, their linked devices, and linking by QR text or code. */
export function createPhonesPanel(root, { state, act, say, choose, showTab }) {
  const asked = element('div');
  const list = element('ul', { className: 'list' });
  const empty = element('p', { className: 'quiet-text' }, text.noPhones);
  const number = element('input', { name: 'number', inputmode: 'tel', autocomplete: 'off', required: true });
  const name = element('input', { name: 'name', autocomplete: 'off' });
  const devices = element('div', { className: 'group' });
  const waiting = element('p', { className: 'state-good small' });
  const qr = element('textarea', { rows: 3, spellcheck: false, required: true });
  const code = element('input', { autocomplete: 'off', required: true, maxlength: '9' });

  const add = element(
    'form',
    {
      className: 'group',
      onsubmit: async (event) => {
        event.preventDefault();
        const body = { number: number.value, ...(name.value && { name: name.value }) };
        const added = await act(() => api('POST', 'accounts', body));
        if (!added) return;
        number.value = '';
        name.value = '';
        choose({ account: added.number });
      },
    },
    element('h3', {}, text.addPhone),
    field(text.number, number),
    field(text.name, name),
    element('button', { type: 'submit' }, text.add),
  );

  const link = element(
    'div',
    { className: 'group' },
    element('h3', {}, text.link),
    element('p', { className: 'quiet-text small' }, text.linkHint),
    waiting,
    element(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          scan(state.account, qr.value.trim());
        },
      },
      field(text.qrText, qr),
      element('button', { type: 'submit', className: 'primary' }, text.scan),
    ),
    element(
      'form',
      {
        onsubmit: async (event) => {
          event.preventDefault();
          if (!state.account) return say(text.pickPhone);
          const done = await act(() => api('POST', 'pair-code', { code: code.value, number: state.account }));
          if (done) finished(done, code);
        },
      },
      field(text.code, code),
      element('button', { type: 'submit' }, text.useCode),
    ),
  );

  async function scan(account, qrText) {
    if (!account) return say(text.pickPhone);
    const done = await act(() => api('POST', 'scan', { qr: qrText, number: account }));
    if (!done) return;
    state.pendingQr = '';
    finished(done, qr);
    choose({ account });
  }

  function finished({ device }, input) {
    input.value = '';
    say(device === null ? text.notCompleted : text.linked);
  }

  let lastOffered = '';
  function offered() {
    const taken = new Set(state.accounts.map((account) => account.number));
    let free = FIRST_OFFERED;
    while (taken.has(String(free))) free += 1;
    return String(free);
  }

  function renderAsked() {
    asked.replaceChildren();
    if (!state.pendingQr) return;
    const fresh = offered();
    const choices = [
      [fresh, text.scanWithNew(shownNumber(fresh)), 'primary'],
      ...state.accounts.map(({ number: each, name: whose }) => [each, text.scanWith(whose, shownNumber(each))]),
    ];
    asked.append(
      element(
        'div',
        { className: 'card' },
        element('h3', {}, text.scanAsked),
        element('p', { className: 'quiet-text' }, text.scanChoose),
        ...choices.map(([each, words, className]) =>
          element('button', { type: 'button', className, onclick: () => scan(each, state.pendingQr) }, words),
        ),
      ),
    );
  }

  function renderDevices(account) {
    devices.hidden = !account;
    if (!account) return;
    devices.replaceChildren(
      element('h3', {}, text.devices),
      element('p', { className: 'quiet-text small' }, text.counters(account.queued, account.resent)),
      ...(account.devices.length ? [] : [element('p', { className: 'quiet-text' }, text.noDevices)]),
      ...account.devices.map(({ id, online }) =>
        element(
          'div',
          { className: 'row' },
          element(
            'span',
            { className: 'grow' },
            `${text.device(id)} · `,
            element('span', { className: online ? 'state-good' : 'state-bad' }, online ? text.connected : text.away),
          ),
          element(
            'button',
            {
              type: 'button',
              className: 'danger',
              onclick: () => act(() => api('DELETE', `devices?account=${account.number}&device=${id}`)),
            },
            text.remove,
          ),
        ),
      ),
    );
  }

  root.append(asked, element('h2', {}, text.businessPhones), empty, list, devices, add, link);

  return {
    render() {
      renderAsked();
      empty.hidden = state.accounts.length > 0;
      if (state.isLoaded && document.activeElement !== number && (!number.value || number.value === lastOffered)) {
        lastOffered = shownNumber(offered());
        number.value = lastOffered;
      }
      waiting.hidden = state.pairings.length === 0;
      waiting.textContent = text.waiting(state.pairings.length);
      list.replaceChildren(
        ...state.accounts.map((account) => {
          const words = !account.devices.length ? text.noDevices : account.online ? text.connected : text.away;
          const pressed = account.number === state.account;
          return element(
            'li',
            {},
            element(
              'button',
              {
                type: 'button',
                'aria-pressed': String(pressed),
                onclick: () => {
                  choose({ account: account.number });
                  if (account.devices.length) showTab('customers');
                },
              },
              element('span', { className: 'name' }, account.name),
              element('span', { className: 'quiet-text' }, shownNumber(account.number)),
              ' · ',
              element('span', { className: account.online ? 'state-good' : 'state-bad' }, words),
            ),
          );
        }),
      );
      renderDevices(state.accounts.find(({ number: each }) => each === state.account));
    },
  };
}
