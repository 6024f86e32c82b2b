import { api } from './api.js';
import { element, field } from './elements.js';
import { text } from './texts.js';

// those that take a number, and the number offered
const NUMBERS = { temporaryBan: 60, refuseSends: 463, delayAcks: 3000 };

/** Everything that can be broken for the chosen phone, in plain words, and how its customers behave. */
export function createBreakingPanel(root, { state, act, say }) {
  const actions = element('div', { className: 'group' });
  const switches = element('div', { className: 'group' });
  const manners = element('form', { className: 'group', onsubmit: (event) => event.preventDefault() });
  const boxes = new Map();
  const amounts = new Map();
  const behaviour = new Map();

  const account = () => state.accounts.find(({ number }) => number === state.account);
  const change = (fault, value) => {
    if (!state.account) return say(text.pickPhone);
    return act(() => api('POST', 'faults', { account: state.account, fault, value }), text.done);
  };
  const behave = (given) => {
    if (!state.account) return say(text.pickPhone);
    return act(() => api('POST', 'settings', { account: state.account, ...given }), text.done);
  };

  actions.append(element('h3', {}, text.now));
  for (const [fault, [words, meaning]] of Object.entries(text.actions)) {
    const className = fault === 'logout' ? 'danger' : undefined;
    actions.append(
      element('button', { type: 'button', className, 'data-fault': fault, onclick: () => change(fault) }, words),
      element('small', { className: 'quiet-text small' }, meaning),
    );
  }

  switches.append(element('h3', {}, text.until));
  for (const [fault, [words, meaning]] of Object.entries(text.switches)) {
    const box = element('input', { type: 'checkbox', 'data-fault': fault });
    boxes.set(fault, box);
    const amount =
      fault in NUMBERS
        ? element('input', { type: 'number', min: '1', value: String(NUMBERS[fault]), 'aria-label': meaning })
        : undefined;
    if (amount) amounts.set(fault, amount);
    box.addEventListener('change', () => {
      const value = amount ? (box.checked ? Number(amount.value) : 0) : box.checked;
      change(fault, value);
    });
    switches.append(
      element('label', { className: 'switch' }, box, element('span', {}, words, element('small', {}, meaning))),
    );
    if (amount) switches.append(amount);
  }

  manners.append(element('h3', {}, text.manners));
  for (const [name, words] of Object.entries(text.mannerTexts)) {
    const isSwitch = name === 'delivers' || name === 'reads';
    const type = isSwitch ? 'checkbox' : name === 'autoReply' ? 'text' : 'number';
    const input = element('input', { type, name, autocomplete: 'off', ...(type === 'number' && { min: '0' }) });
    input.addEventListener('change', () =>
      behave({ [name]: isSwitch ? input.checked : type === 'number' ? Number(input.value) : input.value }),
    );
    behaviour.set(name, input);
    manners.append(
      isSwitch ? element('label', { className: 'switch' }, input, element('span', {}, words)) : field(words, input),
    );
  }

  root.append(element('h2', {}, text.breaking), actions, switches, manners);

  return {
    render() {
      const current = account();
      for (const button of actions.querySelectorAll('button')) button.disabled = !current;
      for (const [fault, box] of boxes) {
        box.disabled = !current;
        const value = current?.faults[fault];
        box.checked = Boolean(value);
        const amount = amounts.get(fault);
        if (amount && value && document.activeElement !== amount) amount.value = String(value);
      }
      for (const [name, input] of behaviour) {
        input.disabled = !current;
        if (document.activeElement === input || !current) continue;
        if (input.type === 'checkbox') input.checked = current.manners[name];
        else input.value = String(current.manners[name]);
      }
    },
  };
}
