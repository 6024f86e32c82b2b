// A client in a process of its own: asks one address over kept connections, so many at once, and answers how long each took.
import http from 'node:http';

type Order = { port: number; path: string; headers: Record<string, string>; calls: number; atOnce: number };

process.on('message', async ({ port, path, headers, calls, atOnce }: Order) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const times: number[] = [];
  let left = calls;
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const request = http.get({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
        );
        response.resume();
      });
      request.on('error', reject);
    });
  const turn = async () => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      await ask();
      times.push(performance.now() - started);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, turn));
    process.send?.({ times });
  } catch (error) {
    process.send?.({ problem: (error as Error).message });
  }
  agent.destroy();
});
process.once('disconnect', () => process.exit(0));
