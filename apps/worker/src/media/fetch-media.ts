import type { Readable } from 'node:stream';
import { Readable as NodeReadable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { type Driver, isLoopback } from '../env.ts';
import type { MediaSource } from '../inbound/translate-content.ts';
import { MediaRefused } from './media-crypto.ts';

const DEFAULT_HOST = 'mmg.whatsapp.net';
const LIMIT_MS = 120_000;

/** WhatsApp answers 404 or 410 when it has thrown a file away. */
export class MediaGone extends Error {
  override name = 'MediaGone';
}

/**
 * Where a file may be fetched. The address comes from the sender, so only WhatsApp's own hosts over https are dialled, or this
 * machine when the number is a simulated one. Throws MediaRefused.
 */
export function mediaUrl(source: Pick<MediaSource, 'url' | 'directPath'>, driver: Driver): URL {
  const given = source.url && URL.canParse(source.url) ? new URL(source.url) : null;
  const isOurs = (url: URL): boolean =>
    driver.name === 'simulator'
      ? isLoopback(url.hostname) && url.port === new URL(driver.url).port
      : url.protocol === 'https:' && url.port === '' && url.hostname.endsWith('.whatsapp.net');
  if (given && isOurs(given) && !(source.directPath && driver.name === 'whatsapp')) return given;
  if (source.directPath?.startsWith('/') && driver.name === 'whatsapp') {
    const built = new URL(`https://${given && isOurs(given) ? given.host : DEFAULT_HOST}${source.directPath}`);
    if (isOurs(built)) return built;
  }
  if (source.directPath?.startsWith('/') && driver.name === 'simulator') {
    const { host } = new URL(driver.url);
    return new URL(`http://${host}${source.directPath}`);
  }
  throw new MediaRefused('foreign_host');
}

/** Opens the download; redirects are refused, because they would leave the list of hosts. */
export async function fetchMedia(url: URL, limit: number): Promise<Readable> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { Origin: 'https://web.whatsapp.com' },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (response.status === 404 || response.status === 410) throw new MediaGone('gone');
  if (!response.ok || !response.body) throw new Error(`The file's server answered ${response.status}.`);
  if (Number(response.headers.get('content-length') ?? 0) > limit + 64) {
    await response.body.cancel();
    throw new MediaRefused('too_large');
  }
  return NodeReadable.fromWeb(response.body as ReadableStream);
}
