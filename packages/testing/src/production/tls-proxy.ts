import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A proxy with TLS on loopback as the compose file's Caddy: it passes requests on with the address it saw. */
export async function startTlsProxy(
  target: () => number,
): Promise<{ port: number; certificate: string; stop(): Promise<void> }> {
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048, algorithm: 'sha256' });
  const server = https.createServer({ key: pair.private, cert: pair.cert }, (request, response) => {
    const headers = {
      ...request.headers,
      'x-forwarded-for': request.socket.remoteAddress?.replace('::ffff:', ''),
      'x-forwarded-proto': 'https',
    };
    const onward = http.request(
      { host: '127.0.0.1', port: target(), method: request.method, path: request.url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate: pair.cert,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One request through the proxy, trusting its certificate and no other. */
export function askOverTls(
  proxy: { port: number; certificate: string },
  route: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port: proxy.port,
        path: route,
        method: options.method ?? 'GET',
        ca: proxy.certificate,
        // the certificate names localhost; the connection goes to its address
        checkServerIdentity: () => undefined,
        headers: { host: `localhost:${proxy.port}`, ...options.headers },
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}
