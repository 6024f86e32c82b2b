/** A sign-up that waits for its code, kept in this tab alone. */
export type PendingSignUp = { id: string; email: string };

const key = 'recado.signup';

export function keepPendingSignUp(pending: PendingSignUp): void {
  sessionStorage.setItem(key, JSON.stringify(pending));
}

/** The sign-up of this tab, or null when there is none to go on with. */
export function readPendingSignUp(): PendingSignUp | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    return typeof stored?.id === 'string' && typeof stored?.email === 'string' ? stored : null;
  } catch {
    return null;
  }
}

export function forgetPendingSignUp(): void {
  sessionStorage.removeItem(key);
}
