/** Remembers a choice of this browser for a year. Not a secret, so scripts may write it and the server reads it. */
export function keepPreference(name: 'locale' | 'theme' | 'workspace', value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in WebKit and Firefox
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
