import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

type Listener = (node: BinaryNode) => unknown;

/** Work of this length is enough before timers, other numbers and the database's answers have their turn, in ms. */
const TURN_MS = 8;
let turnBegan = 0;

/** What a burst brings is in memory, and its messages wait for nothing: without a pause a thousand of them would be one turn. */
const takeTurn = (): Promise<void> | undefined => {
  if (performance.now() - turnBegan < TURN_MS) return undefined;
  return new Promise((resolve) =>
    setImmediate(() => {
      turnBegan = performance.now();
      resolve();
    }),
  );
};

/**
 * Lets the client begin a message only when the one before is done. By itself it awaits its key store before it takes its place in
 * the queue, so the second message of a new customer overtakes the first, and a live one overtakes those that waited on the
 * server. A message that cannot be read is done when its placeholder has its place, which `placed` tells. Call it after the staging has
 * seen the frame: the mark of waiting is taken off the stanza here.
 */
export function keepOrder(socket: Pick<WASocket, 'ws'>, placed: () => Promise<unknown>): void {
  const { ws } = socket;
  const listeners = ws.listeners('CB:message') as Listener[];
  ws.removeAllListeners('CB:message');
  let last: Promise<unknown> = Promise.resolve();
  ws.on('CB:message', (node: BinaryNode) => {
    // marked stanzas would go through a second queue of the client, beside this one
    delete node.attrs.offline;
    const handle = async () => {
      await takeTurn();
      for (const listener of listeners) await listener(node);
      await placed();
    };
    last = last.then(handle, handle);
  });
}
