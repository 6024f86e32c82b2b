import { isIP } from 'node:net';

/** Whether an address to bind is this machine's own. */
export const isLoopbackAddress = (address: string): boolean =>
  address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));

/**
 * Whether a Host header names this machine. A page elsewhere can point its own name at 127.0.0.1 and so reach us
 * through a browser here; its name then stands in this header.
 */
export function isLoopbackHost(header: string | undefined): boolean {
  if (!header) return false;
  const name = header.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'));
}
