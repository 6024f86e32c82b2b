// What the workspace is called and looks like, for a link that may change it.

import type { Visit } from '@recado/core/access/contract';
import { desk } from './desk.ts';
import { button, el, say } from './dom.ts';
import { drawBrand } from './frame.ts';
import { call, type Failure, t, write } from './wire.ts';

export function drawShop(pane: HTMLElement): void {
  const { workspace } = desk.visit;
  const name = el('input', { maxlength: 120, autocomplete: 'off', required: '' }) as HTMLInputElement;
  const color = el('input', { type: 'color' }) as HTMLInputElement;
  name.value = workspace.name;
  color.value = workspace.color;
  const problem = el('div', { class: 'danger', role: 'alert' });
  const saved = async () => {
    desk.visit = await call<Visit>('/api/visit');
    drawBrand();
    problem.replaceChildren();
    say(t('shopSaved'));
    done.replaceChildren(t('shopSaved'));
  };
  const done = el('p', { class: 'when' });
  const save = (event: Event) => {
    event.preventDefault();
    done.replaceChildren();
    const changed = {
      ...(name.value.trim() !== desk.visit.workspace.name && { name: name.value.trim() }),
      ...(color.value !== desk.visit.workspace.color && { color: color.value }),
    };
    if (!name.value.trim()) return problem.replaceChildren(t('shopNameMissing'));
    write('updateWorkspace', changed).then(saved, ({ code, params }: Failure) => {
      const { nearest } = params as { nearest?: string };
      const take = () => {
        color.value = nearest as string;
        problem.replaceChildren();
      };
      problem.replaceChildren(
        t(code === 'workspaces.colorUnreadable' ? 'shopColor' : code === 'kernel.forbidden' ? 'readOnly' : 'failed'),
        ...(nearest ? [' ', button(t('shopNearest', { color: nearest }), take)] : []),
      );
    });
  };
  pane.replaceChildren(
    el(
      'form',
      { class: 'sheet', submit: save },
      el('h2', {}, t('shopTitle')),
      el('p', { class: 'when' }, t('shopDetail')),
      el('label', {}, t('shopName'), name),
      el('label', {}, t('shopColorLabel'), color),
      problem,
      done,
      el('div', { class: 'acts' }, el('button', { class: 'main' }, t('save'))),
    ),
  );
}
