import type { IncomingMessage, ServerResponse } from 'node:http';
import { isHealthy, readHealth } from '@recado/api/health';
import type { Live } from '@recado/api/live';
import { isSame } from '@recado/runtime/crypto';
import type { House } from './services.ts';

/** Says whether this process can work; with the key of the operator also how it is doing. */
export async function serveHealth(
  house: House,
  live: Live,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { env } = house;
  response.setHeader('cache-control', 'no-store');
  if (path === '/health') {
    const good = await isHealthy(house.db);
    response.writeHead(good ? 200 : 503, { 'content-type': 'text/plain' }).end(good ? 'ok' : 'not ok');
    return;
  }
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!env.RECADO_HEALTH_KEY || !key || !isSame(key, env.RECADO_HEALTH_KEY)) {
    response.writeHead(404).end();
    return;
  }
  const figures = await readHealth(house.db);
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  response.writeHead(figures ? 200 : 503, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      database: figures !== null,
      ...figures,
      liveStreams: live.size(),
      memoryMb: memory,
      release: env.RECADO_RELEASE,
    }),
  );
}
