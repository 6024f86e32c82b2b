// What there is beside the conversations, each under a tab of its own; a tab appears with what the link may see.
import { desk, type Module } from './desk.ts';
import { button } from './dom.ts';
import { drawFigures } from './figures.ts';
import { main, modulePane, moduleTabs } from './frame.ts';
import { drawPeople } from './people.ts';
import { drawShop } from './shop.ts';
import { t } from './wire.ts';

const draw: Record<Exclude<Module, 'inbox'>, (pane: HTMLElement) => void> = {
  contacts: drawPeople,
  home: drawFigures,
  shop: drawShop,
};
const titles: Record<Module, string> = { inbox: 'title', contacts: 'people', home: 'figures', shop: 'shop' };
const order: Module[] = ['inbox', 'contacts', 'home', 'shop'];

/** A tab that is pressed is a step that the browser's way back undoes. */
function goTo(name: Module): void {
  if (name === desk.module) return;
  const step = name === 'inbox' ? null : { m: name };
  history[desk.module === 'inbox' ? 'pushState' : 'replaceState'](step, '');
  showModule(name);
}

/** What a step of the history shows; a tab that the link has no more leads to the conversations. */
export function showModule(asked: string | undefined): void {
  const name = order.find((each) => each === asked && isThere(each)) ?? 'inbox';
  const isOther = name !== desk.module;
  desk.module = name;
  main.dataset.module = name;
  drawTabsOfModules();
  if (name === 'inbox') modulePane.replaceChildren();
  else if (isOther || modulePane.childElementCount === 0) {
    modulePane.setAttribute('aria-label', t(titles[name]));
    draw[name](modulePane);
    modulePane.scrollTop = 0;
  }
}

const isThere = (name: Module) => name !== 'shop' || desk.visit.role === 'link_admin';

/** Anew when what the link is worth has changed. */
export function drawTabsOfModules(): void {
  const held = document.activeElement?.id;
  moduleTabs.replaceChildren(
    ...order.filter(isThere).map((name) =>
      button(t(titles[name]), () => goTo(name), {
        id: `module-${name}`,
        'aria-current': name === desk.module && 'page',
      }),
    ),
  );
  if (held?.startsWith('module-')) document.getElementById(held)?.focus();
}
