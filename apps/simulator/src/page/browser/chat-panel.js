import { api, asMedia } from './api.js';
import { element, shownNumber } from './elements.js';
import { currentLanguage, text } from './texts.js';

const TICKS = { pending: '◷', sent: '✓', delivered: '✓✓', read: '✓✓', played: '✓✓' };
const clock = new Intl.DateTimeFormat(currentLanguage(), {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
// a chat of months would make the page crawl; the newest are what one looks at
const SHOWN_AT_MOST = 200;

/** One chat as its customer sees it, or as the business's own phone does. */
export function createChatPanel(root, { state, act, say, choose }) {
  const title = element('h2');
  const under = element('p', { className: 'quiet-text small' });
  const who = element('select', { onchange: () => choose({ as: who.value }) });
  const bubbles = element('div', { className: 'bubbles', role: 'log', 'aria-live': 'polite', tabindex: '0' });
  const hint = element('p', { className: 'empty' });
  const words = element('input', { 'aria-label': text.message, placeholder: text.message, autocomplete: 'off' });
  const hidden = element('input', { type: 'checkbox' });
  const file = element('input', { type: 'file', hidden: true, onchange: () => attach() });
  const controls = element('div', { className: 'row' });
  let drawn = '';
  let openChat = '';

  const post = (draft) => {
    if (!state.account) return say(text.pickPhone);
    const addressing = hidden.checked ? 'lid' : 'pn';
    const isGroup = state.customer.endsWith('@g.us');
    const sides = state.as === 'own' ? { from: 'phone', to: state.customer } : { from: state.customer };
    if (isGroup) return say(text.pickCustomer);
    return act(() => api('POST', 'send', { ...sides, account: state.account, addressing, ...draft }));
  };

  async function attach() {
    const [chosen] = file.files;
    if (!chosen) return;
    await post({ media: await asMedia(chosen, chosen.name) });
    file.value = '';
  }

  async function sample(path, name, mime, voice) {
    const blob = await (await fetch(path)).blob();
    await post({ media: { ...(await asMedia(blob, name, mime)), voice } });
  }

  const button = (words_, onclick, className) =>
    element('button', { type: 'button', onclick, ...(className && { className }) }, words_);
  controls.append(
    button(text.photo, () => sample('/assets/foto.png', 'foto.png', 'image/png', false)),
    button(text.voice, () => sample('/assets/nota-de-voz.ogg', 'nota.ogg', 'audio/ogg; codecs=opus', true)),
    button(text.file, () => file.click()),
    button(text.read, () => act(() => api('POST', 'read', { account: state.account, customer: state.customer }))),
    file,
  );
  const composer = element(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        const typed = words.value.trim();
        if (!typed) return;
        words.value = '';
        post({ text: typed });
      },
    },
    element(
      'div',
      { className: 'row' },
      element('div', { className: 'grow' }, words),
      element('button', { type: 'submit', className: 'primary' }, text.send),
    ),
    controls,
    element('label', { className: 'switch' }, hidden, element('span', { className: 'small' }, text.hiddenId)),
  );
  const writer = element('label', { className: 'grow' }, element('span', { className: 'small' }, text.writeAs), who);
  root.append(
    element('div', { className: 'row' }, element('div', { className: 'grow' }, title, under), writer),
    bubbles,
    composer,
  );
  let isAtEnd = true;
  const keepAtEnd = () => {
    if (isAtEnd) bubbles.scrollTop = bubbles.scrollHeight;
  };
  bubbles.addEventListener('scroll', () => {
    isAtEnd = bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight < 80;
  });
  // pictures and recordings get their height late, and the panel its own when its tab is opened
  bubbles.addEventListener('load', keepAtEnd, true);
  new ResizeObserver(keepAtEnd).observe(bubbles);

  function bubble(message) {
    const isOwn = state.as === 'own' ? message.direction === 'out' : message.direction === 'in';
    const body = message.waiting ? element('em', {}, text.undecrypted) : message.text;
    return element(
      'div',
      { className: `bubble${isOwn ? ' own' : ''}`, 'data-id': message.id, 'data-status': message.status },
      message.media ? attachment(message) : undefined,
      body,
      element(
        'div',
        { className: 'meta' },
        message.resent ? element('span', { className: 'state-bad' }, text.repeated(message.resent)) : undefined,
        element('time', {}, clock.format(message.at)),
        isOwn
          ? element(
              'span',
              {
                className: `ticks ${message.status === 'played' ? 'read' : message.status}`,
                role: 'img',
                'aria-label': text.status[message.status],
              },
              TICKS[message.status],
            )
          : undefined,
      ),
    );
  }

  function attachment({ kind, media }) {
    if (kind === 'image') return element('img', { src: media.link, alt: media.name || text.photo, loading: 'lazy' });
    if (kind === 'voice' || kind === 'audio')
      return element('audio', { src: media.link, controls: true, preload: 'metadata', 'aria-label': text.voiceNote });
    return element(
      'a',
      { href: media.link, download: media.name || 'documento' },
      `${text.document}: ${media.name || media.mime}`,
    );
  }

  return {
    render() {
      const customer = state.customers.find(({ number }) => number === state.customer);
      const group = state.chats.find(({ chat, isGroup }) => isGroup && chat === state.customer);
      const name = customer?.name ?? group?.name ?? '';
      title.textContent = name || text.chat;
      under.textContent = customer ? shownNumber(customer.number) : '';
      writer.hidden = !customer;
      who.replaceChildren(
        element('option', { value: 'customer', selected: state.as === 'customer' }, name || text.customers),
        element('option', { value: 'own', selected: state.as === 'own' }, text.ownPhone),
      );
      who.value = state.as;
      composer.hidden = !customer;
      const next = JSON.stringify([
        state.as,
        state.customer,
        state.account,
        state.messages.map(({ id, status, resent, waiting }) => [id, status, resent, waiting]),
      ]);
      if (next === drawn) return;
      drawn = next;
      if (state.customer !== openChat) isAtEnd = true;
      openChat = state.customer;
      hint.textContent = state.customer ? text.emptyChat : text.pickCustomer;
      const visible = state.messages.slice(-SHOWN_AT_MOST);
      bubbles.replaceChildren(...(visible.length ? visible.map(bubble) : [hint]));
      keepAtEnd();
    },
  };
}
