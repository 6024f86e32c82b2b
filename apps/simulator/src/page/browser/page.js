import { api } from './api.js';
import { createBreakingPanel } from './breaking-panel.js';
import { createChatPanel } from './chat-panel.js';
import { createCustomersPanel } from './customers-panel.js';
import { createPhonesPanel } from './phones-panel.js';
import { currentLanguage, keepLanguage, text } from './texts.js';

const GATHER_MS = 60;
const PRESETS = [
  ['34611000001', 'Lucía Romero'],
  ['34611000002', 'Marta Gil'],
  ['34611000003', 'Javier Soto'],
  ['34611000004', 'Carmen Vidal'],
  ['34611000005', 'Óscar Peña'],
];

const byId = (id) => document.getElementById(id);

/** What the page knows; panels read it and call `act` to change the world. */
const state = {
  isLoaded: false,
  accounts: [],
  customers: [],
  chats: [],
  messages: [],
  pairings: [],
  account: '',
  customer: '',
  as: 'customer',
  pendingQr: '',
};

let hideTimer = 0;
function say(words) {
  const toast = byId('notice');
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => {
    toast.hidden = true;
  }, 5000);
}

/** Runs something against the simulator and says what went wrong, if anything did. */
async function act(job, words) {
  try {
    const result = await job();
    if (words) say(words);
    await refresh();
    return result;
  } catch (error) {
    say(error.message);
    return undefined;
  }
}

function showTab(tab) {
  document.body.dataset.tab = tab;
  for (const button of document.querySelectorAll('[data-tab]')) {
    if (button !== document.body) button.setAttribute('aria-current', String(button.dataset.tab === tab));
  }
}

const desk = { state, act, say, showTab, choose };
const panels = [
  createPhonesPanel(byId('phones'), desk),
  createCustomersPanel(byId('customers'), desk),
  createChatPanel(byId('chat'), desk),
  createBreakingPanel(byId('breaking'), desk),
];

function render() {
  for (const panel of panels) panel.render();
}

function choose(change) {
  Object.assign(state, change);
  render();
  refresh();
}

async function refresh() {
  const [accounts, known, pairings] = await Promise.all([
    api('GET', 'accounts'),
    api('GET', 'customers'),
    api('GET', 'pairings'),
  ]);
  const presets = PRESETS.filter(([number]) => !known.some((customer) => customer.number === number));
  state.accounts = accounts;
  state.isLoaded = true;
  state.pairings = pairings;
  state.customers = [...presets.map(([number, name]) => ({ number, name, isPreset: true })), ...known];
  if (!accounts.some(({ number }) => number === state.account)) state.account = accounts[0]?.number ?? '';
  state.chats = state.account ? await api('GET', `chats?account=${state.account}`) : [];
  const query = `messages?account=${state.account}&customer=${encodeURIComponent(state.customer)}`;
  const phone = state.as === 'own' ? 'own' : 'customer';
  state.messages = state.account && state.customer ? await api('GET', `${query}&phone=${phone}`) : [];
  render();
}

let planned = 0;
function refreshSoon() {
  if (planned) return;
  planned = setTimeout(() => {
    planned = 0;
    refresh();
  }, GATHER_MS);
}

function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1)).get('scan');
  if (!asked) return;
  state.pendingQr = asked;
  // the QR's text is a secret until it is used; it should not stay in the history
  history.replaceState(null, '', location.pathname);
  showTab('phones');
  render();
}

document.documentElement.lang = currentLanguage();
document.title = text.title;
for (const target of document.querySelectorAll('[data-text]')) target.textContent = text[target.dataset.text];
for (const target of document.querySelectorAll('[data-label]'))
  target.setAttribute('aria-label', text[target.dataset.label]);
const language = byId('language');
language.textContent = text.otherLanguage;
language.addEventListener('click', () => {
  keepLanguage(currentLanguage() === 'en' ? 'es' : 'en');
  location.reload();
});
for (const button of document.querySelectorAll('.tabs button'))
  button.addEventListener('click', () => showTab(button.dataset.tab));
addEventListener('hashchange', readAddress);
showTab('phones');
readAddress();

const stream = new EventSource('/control/events');
for (const name of ['message', 'device', 'pairing', 'account', 'receipt']) stream.addEventListener(name, refreshSoon);
stream.addEventListener('open', refreshSoon);
refresh();
