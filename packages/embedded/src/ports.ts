import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Ports that no system gives to outgoing connections by itself: one that is free now is still free when its server comes to bind it. */
const OURS = { from: 12_000, to: 32_000 };

/** A port of loopback that nobody holds at this moment. */
export async function freePort(): Promise<number> {
  for (let n = 0; n < 50; n += 1) {
    const port = randomInt(OURS.from, OURS.to);
    if (await isPortFree(port)) return port;
  }
  return await anyPort();
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Whether a port can be bound on 127.0.0.1 and on ::1 (a server on either would answer for "localhost"). */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'));
}

/** The wished port, or a free one and the sentence that says so. Zero means any. */
export async function choosePort(wish: number, what: string): Promise<{ port: number; note?: string }> {
  if (wish === 0) return { port: await freePort() };
  if (await isPortFree(wish)) return { port: wish };
  const port = await freePort();
  return { port, note: `port ${wish} is busy, so ${what} takes ${port}` };
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    // a machine without IPv6 has no ::1 and nothing that could answer there
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
