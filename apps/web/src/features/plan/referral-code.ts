/** By which code somebody came to the sign-up, remembered in this browser until their account says so. */
const KEY = 'recado.ref';
const isCode = (code: string | null): code is string => code !== null && /^[0-9a-f]{8}$/.test(code);

/** Remembers the code of the address, where it has one. */
export function keepReferral(): void {
  const code = new URLSearchParams(window.location.search).get('ref');
  if (!isCode(code)) return;
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // no memory: the code can be written by hand
  }
}

export function keptReferral(): string {
  try {
    const code = localStorage.getItem(KEY);
    return isCode(code) ? code : '';
  } catch {
    return '';
  }
}
