// The least a machine needs to tell many: sockets by room, and a notice of the database that is written to each of a room. Told where by its parent.
import { createServer, type Socket } from 'node:net';
import postgres from 'postgres';

process.once('message', async ({ url, bytes }: { url: string; bytes: number }) => {
  const rooms = new Map<string, Set<Socket>>();
  const filling = 'x'.repeat(Math.max(0, bytes - 40));
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('data', (first) => {
      const room = String(first).trim();
      const members = rooms.get(room) ?? new Set();
      rooms.set(room, members.add(socket));
      socket.on('close', () => members.delete(socket));
      socket.write('ready\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 20_000, resolve));
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.listen('bench_raw', (room) => {
    for (const socket of rooms.get(room) ?? []) socket.write(`${room} ${filling}\n`);
  });
  process.send?.({ port: (server.address() as { port: number }).port });
  process.once('disconnect', () => process.exit(0));
});
