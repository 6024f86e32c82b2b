/** The secret of a link from a mail, taken out of the address at once: no history, no server and no log keeps it. */
export function takeFragment(): string {
  const secret = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  return secret;
}
