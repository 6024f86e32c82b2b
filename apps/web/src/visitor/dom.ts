// Elements without a framework: built, kept in step with what there is to show, and dated.
import { told } from './wire.ts';

type Child = Node | string | null | false | undefined;

/** Builds an element; never parses markup. */
export function el(tag: string, attributes: Record<string, unknown> = {}, ...children: Child[]): HTMLElement {
  const built = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') built.addEventListener(name, value as EventListener);
    else if (value !== false && value !== undefined && value !== null) built.setAttribute(name, String(value));
  }
  built.append(
    ...children.filter((child): child is Node | string => child !== null && child !== false && child !== undefined),
  );
  return built;
}
export const button = (text: string, click: () => unknown, more: Record<string, unknown> = {}) =>
  el('button', { type: 'button', click, ...more }, text);

/** Makes these the children of an element; what stays is not touched, so that nothing stops playing or loses its focus. */
export function sync(parent: HTMLElement, wanted: Node[]): void {
  const held = parent.contains(document.activeElement) ? document.activeElement?.id : undefined;
  wanted.forEach((node, at) => {
    const there = parent.childNodes[at];
    if (there !== node) parent.insertBefore(node, there ?? null);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild?.remove();
  if (held && document.activeElement?.id !== held) document.getElementById(held)?.focus();
}

/** Makes an element anew only when what it shows has changed. */
export function keeper<T>(make: (of: T) => HTMLElement) {
  let kept = new Map<string, HTMLElement>();
  return (all: { key: string; of: T }[]): HTMLElement[] => {
    const next = new Map(all.map(({ key, of }) => [key, kept.get(key) ?? make(of)]));
    kept = next;
    return [...next.values()];
  };
}

/** Tells whoever does not see the page. */
export const say = (text: string) => {
  (document.getElementById('said') as HTMLElement).textContent = text;
};

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(document.documentElement.lang, options).format;
const hour = format({ hour: '2-digit', minute: '2-digit' });
const shortDay = format({ day: 'numeric', month: 'short' });
const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
const daysAgo = (date: Date) =>
  Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);

export const timeOf = (iso: string) => hour(new Date(iso));
export const listTimeOf = (iso: string) => (daysAgo(new Date(iso)) === 0 ? hour : shortDay)(new Date(iso));
export const dateOf = (iso: string) => format({ day: 'numeric', month: 'long', year: 'numeric' })(new Date(iso));
export function dayOf(iso: string): string {
  const date = new Date(iso);
  const ago = daysAgo(date);
  const text = ago < 2 ? relative.format(-ago, 'day') : longDay(date);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
/** A kind of message that has no words of its own. */
export const kindOf = (kind: string) => told.kinds[kind === 'text' ? 'unsupportedShort' : kind] ?? '';
