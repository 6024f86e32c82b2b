import { refused } from './stripe-error.ts';

/** What a form says: texts, lists, and more of the same inside. */
export type Form = { [key: string]: Form | string };

const DEEPEST = 8;

/** Reads `a[b][0][c]=d` as Stripe does. Names that begin at an object's own ground are refused. */
export function parseForm(text: string): Form {
  const form: Form = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replace(/\]/g, '').split('[');
    if (path.length > DEEPEST || path.includes('__proto__')) throw refused(`Invalid parameter name: ${name}`);
    let at: Form = form;
    path.forEach((part, index) => {
      // `expand[]=a` counts by itself
      const key = part === '' && index > 0 ? String(Object.keys(at).length) : part;
      if (index === path.length - 1) at[key] = value;
      else {
        const next = at[key];
        at[key] = typeof next === 'object' ? next : (Object.create(null) as Form);
        at = at[key] as Form;
      }
    });
  }
  return form;
}

/** Objects whose keys are 0, 1, 2 … are lists. */
export function withLists(form: Form | string): unknown {
  if (typeof form === 'string') return form;
  const keys = Object.keys(form);
  const isList = keys.length > 0 && keys.every((key, index) => key === String(index));
  if (isList) return keys.map((key) => withLists(form[key] as Form | string));
  return Object.fromEntries(keys.map((key) => [key, withLists(form[key] as Form | string)]));
}
