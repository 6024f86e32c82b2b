/** Builds an element: attributes, listeners under on…, children as nodes or text. Never parses markup. */
export function element(tag, attributes = {}, ...children) {
  const built = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) built.addEventListener(name.slice(2), value);
    else if (name in built && typeof value !== 'string') built[name] = value;
    else built.setAttribute(name === 'className' ? 'class' : name, value === true ? '' : value);
  }
  built.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return built;
}

/** A labelled field. */
export const field = (label, input) => element('label', {}, element('span', { className: 'small' }, label), input);

/** A phone number as people write it: +34 600 000 001. */
export function shownNumber(digits) {
  if (digits.endsWith('@g.us')) return digits;
  if (!digits.startsWith('34') || digits.length !== 11) return `+${digits}`;
  return `+34 ${digits.slice(2, 5)} ${digits.slice(5, 8)} ${digits.slice(8)}`;
}
