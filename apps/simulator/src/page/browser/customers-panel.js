import { api } from './api.js';
import { element, field, shownNumber } from './elements.js';
import { text } from './texts.js';

/** The customers one can write as: a few who are always there, those who wrote, and new ones. */
export function createCustomersPanel(root, { state, act, choose, showTab }) {
  const list = element('ul', { className: 'list' });
  const number = element('input', { name: 'number', inputmode: 'tel', autocomplete: 'off', required: true });
  const name = element('input', { name: 'name', autocomplete: 'off' });
  const other = element(
    'form',
    {
      className: 'group',
      onsubmit: async (event) => {
        event.preventDefault();
        const body = { number: number.value, ...(name.value && { name: name.value }) };
        const added = await act(() => api('POST', 'customers', body));
        if (!added) return;
        number.value = '';
        name.value = '';
        pick(added);
      },
    },
    element('h3', {}, text.otherCustomer),
    field(text.number, number),
    field(text.name, name),
    element('button', { type: 'submit' }, text.add),
  );

  async function pick(customer) {
    if (customer.isPreset) {
      const { number: digits, name: words } = customer;
      await act(() => api('POST', 'customers', { number: digits, name: words }));
    }
    choose({ customer: customer.number });
    showTab('chat');
  }

  root.append(element('h2', {}, text.customers), list, other);

  return {
    render() {
      const chats = new Map(state.chats.map((chat) => [chat.chat, chat]));
      const groups = state.chats
        .filter(({ isGroup }) => isGroup)
        .map(({ chat, name: words }) => ({ number: chat, name: words }));
      const everyone = [...state.customers, ...groups].sort(
        (a, b) => (chats.get(b.number)?.last.at ?? 0) - (chats.get(a.number)?.last.at ?? 0),
      );
      list.replaceChildren(
        ...everyone.map((customer) => {
          const last = chats.get(customer.number)?.last;
          const words = last ? last.text || (last.kind === 'voice' ? text.voiceNote : text.document) : text.noMessages;
          return element(
            'li',
            {},
            element(
              'button',
              {
                type: 'button',
                'aria-pressed': String(customer.number === state.customer),
                onclick: () => pick(customer),
              },
              element('span', { className: 'name' }, customer.name),
              element('span', { className: 'last small' }, last ? words : `${shownNumber(customer.number)}`),
            ),
          );
        }),
      );
    },
  };
}
