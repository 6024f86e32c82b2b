// What the workspace is called and looks like, for a link that may change it.

import type { Visit } from '@recado/core/access/contract';
import { desk } from './desk.ts';
import { button, el, say } from './dom.ts';
import { drawBrand } from './frame.ts';
import { call, type Failure, t, write } from './wire.ts';

const choice = (options: string[][]): HTMLSelectElement =>
  el('select', {}, ...options.map(([value = '', label = '']) => el('option', { value }, label))) as HTMLSelectElement;

export function drawShop(pane: HTMLElement): void {
  const { workspace } = desk.visit;
  const name = el('input', { maxlength: 120, autocomplete: 'off', required: '' }) as HTMLInputElement;
  const color = el('input', { type: 'color' }) as HTMLInputElement;
  name.value = workspace.name;
  color.value = workspace.color;
  const night = el('input', { type: 'color' }) as HTMLInputElement;
  night.value = workspace.colorNight ?? workspace.color;
  const dawn = night.value;
  const locale = choice([
    ['es', 'Español'],
    ['en', 'English'],
  ]);
  locale.value = workspace.locale;
  // browsers know the zones by their newest names, and the workspace may have been given an older one
  const zones = new Set([...(Intl.supportedValuesOf?.('timeZone') ?? []), workspace.timeZone]);
  const timeZone = choice([...zones].sort().map((zone) => [zone, zone.replaceAll('_', ' ')]));
  timeZone.value = workspace.timeZone;
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
      ...(night.value !== dawn && { colorNight: night.value }),
      ...(locale.value !== desk.visit.workspace.locale && { locale: locale.value }),
      ...(timeZone.value !== desk.visit.workspace.timeZone && { timeZone: timeZone.value }),
    };
    if (!name.value.trim()) return problem.replaceChildren(t('shopNameMissing'));
    write('updateWorkspace', changed).then(saved, ({ code, params }: Failure) => {
      const { nearest, field } = params as { nearest?: string; field?: string };
      const take = () => {
        (field === 'colorNight' ? night : color).value = nearest as string;
        problem.replaceChildren();
      };
      problem.replaceChildren(
        t(
          code === 'workspaces.colorUnreadable'
            ? field === 'colorNight'
              ? 'shopNightWrong'
              : 'shopColor'
            : code === 'kernel.forbidden'
              ? 'readOnly'
              : 'failed',
        ),
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
      el('label', {}, t('shopNight'), night),
      el('label', {}, t('shopLanguage'), locale),
      el('label', {}, t('shopZone'), timeZone),
      problem,
      done,
      el('div', { class: 'acts' }, el('button', { class: 'main' }, t('save'))),
    ),
  );
}
