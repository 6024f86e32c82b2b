/** Where somebody goes on after logging in again: kept in this tab alone, until the login page has taken it. Never in an address. */
export type ReturnTo = { personId: string; email: string; path: string };

const key = 'recado.return';

export function keepReturn(to: ReturnTo): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(to));
  } catch {
    // without it the address is typed again
  }
}

/** Takes it out; null when there is none, or it leads anywhere but into this app. */
export function takeReturn(): ReturnTo | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<ReturnTo> | null;
    sessionStorage.removeItem(key);
    const { personId, email, path } = kept ?? {};
    if (typeof personId !== 'string' || typeof email !== 'string' || typeof path !== 'string') return null;
    return { personId, email, path: /^\/(?![/\\])/.test(path) ? path : '/inbox' };
  } catch {
    return null;
  }
}
