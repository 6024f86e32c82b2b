import type { Device } from '../state/people.ts';
import { type BinaryNode, node, SERVER } from '../wire/nodes.ts';
import type { Connection } from './connection.ts';
import { transmit } from './deliver.ts';
import type { Network } from './network.ts';

/** The backlog of a device that came back, handed out in batches. */
export type OfflineDrain = {
  /** The client asked for a batch. */
  requested(): void;
  /** The client has, or refused, one stanza of the backlog. */
  answered(key: string): void;
};

const BATCH = 100;
// a client that answers nothing must still get the rest, and the end marker that its own buffering waits for
const STALLED_AFTER_MS = 1500;

/**
 * Hands a returning device what it missed: a preview, then batches of 100, each after the one before was answered,
 * then the end marker (also when nothing was missed), then what came in between; only then new stanzas flow. The
 * client works on its backlog aside, so a new stanza sent any earlier would overtake it.
 */
export function startOfflineDrain(network: Network, connection: Connection, device: Device, done: () => void): void {
  const backlog = device.queue.pending();
  const lastOrder = backlog.at(-1)?.order ?? 0;
  const outstanding = new Set<string>();
  let next = 0;
  let progress = 0;
  let finished = false;

  const offline = (stanza: BinaryNode): BinaryNode => ({ ...stanza, attrs: { ...stanza.attrs, offline: '0' } });
  const ofTag = (tag: string) => backlog.filter(({ stanza }) => stanza.tag === tag).length;

  function finish(): void {
    if (finished || connection.device !== device || device.connection !== connection) return;
    finished = true;
    connection.send(node('ib', { from: SERVER }, [node('offline', { count: backlog.length })]));
    connection.live = true;
    connection.drain = undefined;
    for (const entry of device.queue.pending()) if (entry.order > lastOrder) transmit(network, device, entry.stanza);
    done();
  }

  function sendBatch(): void {
    if (finished || outstanding.size > 0) return;
    while (next < backlog.length && outstanding.size < BATCH) {
      const entry = backlog[next++];
      if (!entry || !device.queue.has(entry.key)) continue;
      outstanding.add(entry.key);
      connection.send(offline(entry.stanza));
    }
    if (next >= backlog.length && outstanding.size === 0) finish();
    else watch();
  }

  function watch(): void {
    const seen = ++progress;
    network.later(STALLED_AFTER_MS, () => {
      if (finished || progress !== seen || !network.connections.has(connection)) return;
      outstanding.clear();
      sendBatch();
    });
  }

  connection.drain = {
    requested: () => {
      if (next === 0) sendBatch();
    },
    answered(key) {
      if (outstanding.delete(key) && outstanding.size === 0) sendBatch();
    },
  };
  connection.send(
    node('ib', { from: SERVER }, [
      node('offline_preview', {
        count: backlog.length,
        message: ofTag('message'),
        receipt: ofTag('receipt'),
        notification: ofTag('notification'),
        call: 0,
        appdata: 0,
      }),
    ]),
  );
  watch();
}
