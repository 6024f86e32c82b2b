/** The name that our texts are written with. */
export const OWN_NAME = 'Recado';

/** The texts under the name that an operator gave the product. What files are recognised by (`Recado ID`) keeps its name. */
export function nameProduct<T>(texts: T, product: string): T {
  if (product === OWN_NAME) return texts;
  return renamed(texts, product) as T;
}

function renamed(value: unknown, product: string): unknown {
  if (typeof value === 'string') return value.replace(/\bRecado\b(?! ID)/g, () => product);
  if (Array.isArray(value)) return value.map((each) => renamed(each, product));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, product)]));
}
