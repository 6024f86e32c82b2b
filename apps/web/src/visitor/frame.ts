// The frame: whose desk it is, the list, and beside or over it a conversation; at its foot what the link is worth and the way out.
import type { Visit } from '@recado/core/access/contract';
import { desk, parts } from './desk.ts';
import { button, dateOf, el, say, sync } from './dom.ts';
import { call, t, told, within } from './wire.ts';

export const main = document.getElementById('page') as HTMLElement;
const banner = el('p', { class: 'banner', role: 'status', hidden: '' });
const threadPane = el('section', { id: 'thread' });
const foot = el('footer');
export const modulePane = el('section', { id: 'module', tabindex: '0' });
export const moduleTabs = el('nav', { class: 'modules', 'aria-label': t('modules') });
const head = el('header', { class: 'top' });

/** Says that nothing new comes in, until it does again. */
export function showOffline(isOffline: boolean): void {
  banner.hidden = !isOffline;
  banner.textContent = isOffline ? t('reconnecting') : '';
}

/** The workspace's own name and colours, as they are now. */
export function drawBrand(): void {
  const { workspace } = desk.visit;
  document.title = workspace.name;
  const { color } = workspace;
  // half way to white any colour can be told from the night
  const night = workspace.colorNight ?? `color-mix(in srgb, ${color} 55%, white)`;
  document.documentElement.style.setProperty('--own', `light-dark(${color}, ${night})`);
  sync(
    head,
    [
      workspace.logo && el('img', { class: 'logo', src: within(`/logo/${workspace.id}?v=${workspace.logo}`), alt: '' }),
      el('h1', {}, workspace.name),
    ].filter((each) => each instanceof Node),
  );
}

export function drawFrame(listParts: Node[]): void {
  main.className = 'desk';
  main.replaceChildren(
    head,
    banner,
    moduleTabs,
    el(
      'div',
      { class: 'panes' },
      el('section', { id: 'inbox', 'aria-label': t('title') }, ...listParts, foot),
      threadPane,
    ),
    modulePane,
  );
  drawBrand();
  showPane(null);
  drawFoot();
}

/** The conversation that is open; without one, what a wide screen shows there. */
export function showPane(shown: Node[] | null): void {
  main.toggleAttribute('data-open', shown !== null);
  threadPane.replaceChildren(...(shown ?? [el('p', { class: 'choose' }, t('choose'))]));
}

/** Asks anew what the link is worth: whoever gave it may have less by now. */
export async function renew(): Promise<void> {
  const { role } = desk.visit;
  desk.visit = await call<Visit>('/api/visit');
  drawFoot();
  if (desk.visit.role === role) return;
  parts.drawList();
  parts.drawReply();
  parts.drawModules();
}

function drawFoot(): void {
  const { name, role, expiresAt, notices, noticesBy, whiteLabel } = desk.visit;
  // a mailbox lifts its own stop; what went to a telephone is lifted here
  const mayLift = noticesBy === 'whatsapp';
  const turn = async () => {
    const { on } = await call<{ on: boolean }>('/api/switchNotices', { on: notices !== 'on' });
    desk.visit.notices = on ? 'on' : 'off';
    drawFoot();
    document.getElementById('notices')?.focus();
    say(t(on ? 'noticesOn' : 'noticesOff', { way: t(noticesBy) }));
  };
  foot.replaceChildren(
    el(
      'p',
      {},
      t(expiresAt ? 'accessUntil' : 'access', { name, role: t(role), when: expiresAt ? dateOf(expiresAt) : '' }),
    ),
    notices
      ? el(
          'p',
          {},
          t({ on: 'noticesOn', off: 'noticesOff', stopped: mayLift ? 'noticesSilenced' : 'noticesStopped' }[notices], {
            way: t(noticesBy),
          }),
        )
      : '',
    el(
      'div',
      { class: 'acts' },
      notices &&
        (notices !== 'stopped' || mayLift) &&
        button(t(notices === 'on' ? 'switchOff' : 'switchOn'), () => turn().catch(() => say(t('failed'))), {
          id: 'notices',
        }),
      button(t('leave'), askLeave),
    ),
    whiteLabel ? '' : el('p', {}, t('by', { product: told.product })),
  );
}

function askLeave(): void {
  const problem = el('p', { class: 'danger', role: 'alert' });
  const leave = () =>
    call('/api/leave', {}).then(
      () => {
        dialog.close();
        parts.end('left');
      },
      () => problem.replaceChildren(t('failed')),
    );
  const dialog = openDialog(t('leaveAsk'), [
    el('p', {}, t('leaveDetail')),
    problem,
    el(
      'div',
      { class: 'acts' },
      button(t('cancel'), () => dialog.close()),
      button(t('leave'), leave, { class: 'main' }),
    ),
  ]);
}

export function openDialog(title: string, parts: Node[]): HTMLDialogElement {
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'asks' },
    el('h2', { id: 'asks' }, title),
    ...parts,
  ) as HTMLDialogElement;
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
