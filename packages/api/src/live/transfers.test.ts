import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTransfers } from './transfers.ts';

const transfers = createTransfers();
const lives = new Map<string, boolean>();
const server = createServer((request, response: ServerResponse) => {
  const id = request.url?.slice(1) as string;
  transfers.follow(id, response, async () => lives.get(id) as boolean);
  // a file that is never all there
  response.writeHead(200, { 'content-length': 1_000_000 }).write('the beginning');
});
beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function begin(id: string): Promise<{ rest: Promise<string> }> {
  lives.set(id, true);
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/${id}`);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe('the beginning');
  const rest = reader.read().then(
    () => 'more',
    () => 'cut off',
  );
  return { rest };
}

test('a file that is long under way is cut off when its session ends, and another’s goes on', async () => {
  const [ended, told, other] = [await begin('a'), await begin('b'), await begin('c')];
  lives.set('a', false);
  lives.set('c', false);
  // of the second it was only said that something happened to it, and of the third nothing yet
  transfers.ended(['a', 'b']);
  expect(await ended.rest).toBe('cut off');
  const still = Symbol('still');
  expect(await Promise.race([told.rest, other.rest, new Promise((done) => setImmediate(done, still))])).toBe(still);
  transfers.lookAll();
  expect(await other.rest).toBe('cut off');
});
