import { createServer, type Server } from 'node:http';

/** Answers GET /health with 200 while `isHealthy`, else 503; nothing else is served. Listens on every address when `isPublic`. */
export function startHealth(options: { port: number; isPublic: boolean; isHealthy: () => boolean }): Promise<Server> {
  const server = createServer((request, response) => {
    const isKnown = request.method === 'GET' && request.url === '/health';
    const status = isKnown ? (options.isHealthy() ? 200 : 503) : 404;
    response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
    response.end(status === 200 ? 'ok' : status === 503 ? 'not ready' : '');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.isPublic ? undefined : '127.0.0.1', () => resolve(server));
  });
}
