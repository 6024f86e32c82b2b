import { expect, it } from 'vitest';
import { holdFrames } from './hold-frames.ts';

function harness() {
  const left: string[] = [];
  const failures: string[] = [];
  let listener = { onStored: () => {}, onFailed: () => {} };
  const log = { asked: 0, stored: 0 };
  const corks: string[] = [];
  const wire = {
    send: (data: Uint8Array, done?: (error?: Error) => void) => {
      left.push(Buffer.from(data).toString());
      done?.();
    },
    _socket: { cork: () => void corks.push('cork'), uncork: () => void corks.push('uncork') },
  };
  const frames = holdFrames(
    { ws: { socket: wire } } as never,
    {
      asked: () => log.asked,
      stored: () => log.stored,
      listen(next) {
        listener = next;
        return () => {
          listener = { onStored: () => {}, onFailed: () => {} };
        };
      },
    },
    () => failures.push('ended'),
  );
  const send = (text: string) =>
    new Promise<void>((resolve, reject) =>
      wire.send(Buffer.from(text), (error) => (error ? reject(error) : resolve())),
    );
  const store = (upTo: number) => {
    log.stored = upTo;
    listener.onStored();
  };
  return { left, failures, frames, log, corks, send, store, fail: () => listener.onFailed() };
}

it('a frame leaves at once while nothing waits to be stored', async () => {
  const { send, left } = harness();
  await send('hello');
  expect(left).toEqual(['hello']);
});

it('a receipt waits for the ratchet before it, while the client goes on; frames keep their order', async () => {
  const { send, left, log, store, corks } = harness();
  log.asked = 1;
  await send('receipt 1');
  await send('receipt 1b');
  log.asked = 2;
  await send('receipt 2');
  expect(left).toEqual([]);
  store(1);
  expect(left).toEqual(['receipt 1', 'receipt 1b']);
  expect(corks).toEqual(['cork', 'uncork']);
  await send('ping');
  store(2);
  expect(left).toEqual(['receipt 1', 'receipt 1b', 'receipt 2', 'ping']);
});

it('what waited for a write that failed never leaves, nor does anything after it', async () => {
  const { send, left, log, fail, store, failures } = harness();
  log.asked = 1;
  await send('receipt');
  fail();
  expect(failures).toEqual(['ended']);
  await expect(send('later')).rejects.toThrow('has ended');
  store(1);
  expect(left).toEqual([]);
});

it('a socket that ended lets nothing out when its last write is over', async () => {
  const { send, left, log, frames, store } = harness();
  log.asked = 1;
  await send('receipt');
  frames.drop();
  store(1);
  expect(left).toEqual([]);
});
