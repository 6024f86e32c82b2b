import { type BinaryNode, child, firstChild } from '../wire/nodes.ts';
import type { Connection } from './connection.ts';
import type { Network } from './network.ts';
import { onIq } from './on-iq.ts';
import { onMessage } from './on-message.ts';
import { onAck, onReceipt } from './on-receipt.ts';

/** Sends a stanza from a client to the part of the protocol it is for. */
export async function onStanza(network: Network, connection: Connection, stanza: BinaryNode): Promise<void> {
  const { device } = connection;
  if (stanza.tag === 'iq') {
    if (stanza.attrs.type === 'result' || stanza.attrs.type === 'error') connection.answered(stanza);
    else await onIq(network, connection, stanza);
  } else if (stanza.tag === 'ack') onAck(network, connection, stanza);
  else if (stanza.tag === 'ib') {
    if (child(stanza, 'offline_batch')) connection.drain?.requested();
  } else if (!device) network.log.debug({ stanza: stanza.tag }, 'a client without a login sent a stanza');
  else if (stanza.tag === 'message') await onMessage(network, connection, device, stanza);
  else if (stanza.tag === 'receipt') await onReceipt(network, connection, device, stanza);
  else network.log.trace({ stanza: stanza.tag, child: firstChild(stanza)?.tag }, 'stanza needs no answer');
}
