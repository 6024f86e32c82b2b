import { removeDevice } from '../state/device-records.ts';
import type { Device } from '../state/people.ts';
import { type BinaryNode, children, firstChild, node, SERVER } from '../wire/nodes.ts';
import { answerEncryption } from './answer-encryption.ts';
import { answerGroups } from './answer-groups.ts';
import { answerUsync } from './answer-usync.ts';
import type { Connection } from './connection.ts';
import { announceDevice, type Network } from './network.ts';
import { startOfflineDrain } from './offline-drain.ts';
import { onCompanionHello } from './pair-by-code.ts';
import { sendHistory } from './send-history.ts';

const MEDIA_LIMIT_BYTES = 104_857_600;

/** What a request is answered with: children of the result, an error code, or nothing more to send. */
export type IqAnswer = { content?: BinaryNode[]; error?: number; after?: () => void };

type Answer = (network: Network, device: Device, iq: BinaryNode, connection: Connection) => IqAnswer;

// the client's own feature switches; 10518 makes it attach privacy tokens, which the simulator does not hand out
const PROPS = [node('prop', { config_code: 10518, config_value: 'false' })];
const PRIVACY = ['readreceipts', 'last', 'profile', 'status', 'online', 'groupadd'];

const byNamespace: Record<string, Answer> = {
  encrypt: answerEncryption,
  usync: (network, _device, iq) => ({ content: [answerUsync(network, iq)] }),
  'w:g2': (network, device, iq) => answerGroups(network, device, iq),
  passive: (network, device, _iq, connection) => ({ after: () => wakeUp(network, connection, device) }),
  abt: () => ({ content: [node('props', { hash: 'simulator' }, PROPS)] }),
  blocklist: () => ({ content: [node('list', {}, [])] }),
  privacy: (_network, _device, iq) =>
    firstChild(iq)?.tag === 'tokens'
      ? {}
      : {
          content: [
            node(
              'privacy',
              {},
              PRIVACY.map((name) => node('category', { name, value: 'all' })),
            ),
          ],
        },
  'w:m': (network) => ({
    content: [
      node('media_conn', { auth: 'simulator', ttl: 3600, auth_ttl: 3600, max_buckets: 12 }, [
        node('host', { hostname: network.authority(), maxContentLengthBytes: MEDIA_LIMIT_BYTES }),
      ]),
    ],
  }),
  'w:sync:app:state': (_network, _device, iq) => ({
    content: [
      node(
        'sync',
        {},
        children(firstChild(iq), 'collection').map(({ attrs }) =>
          node('collection', { name: attrs.name, version: attrs.version, type: 'result' }),
        ),
      ),
    ],
  }),
  'w:profile:picture': () => ({ error: 404 }),
  'w:mex': () => ({ content: [node('result', {}, Buffer.from('{"data":{}}'))] }),
  md: (network, device, iq) =>
    firstChild(iq)?.tag === 'remove-companion-device' ? { after: () => unlink(network, device) } : {},
};

// known to the client and answered with nothing
const QUIET = new Set(['w:p', 'status', 'w:stats', 'urn:xmpp:whatsapp:dirty', 'w', 'w:sync']);

/** Answers every request: an unanswered one would leave the client waiting for a minute and then misled. */
export async function onIq(network: Network, connection: Connection, iq: BinaryNode): Promise<void> {
  const { xmlns = '', id, to } = iq.attrs;
  const from = to ?? SERVER;
  const { device } = connection;
  const content = pairingAnswer(network, connection, iq);
  if (content) return connection.send(node('iq', { from, id, type: 'result' }, content));

  const answer = byNamespace[xmlns];
  if (!answer && !QUIET.has(xmlns)) {
    network.events.emit('unknownRequest', { xmlns, child: firstChild(iq)?.tag ?? '' });
    network.log.info({ xmlns, child: firstChild(iq)?.tag }, 'request answered with nothing');
  }
  const { content: result, error, after } = device && answer ? answer(network, device, iq, connection) : {};
  if (error) {
    const cause = node('error', { code: error, text: error === 404 ? 'item-not-found' : 'not-acceptable' });
    connection.send(node('iq', { from, id, type: 'error' }, [cause]));
  } else connection.send(node('iq', { from, id, type: 'result' }, result));
  after?.();
}

/** Pairing by code happens before there is a device. */
function pairingAnswer(network: Network, connection: Connection, iq: BinaryNode): BinaryNode[] | undefined {
  const request = firstChild(iq);
  if (iq.attrs.xmlns !== 'md' || request?.tag !== 'link_code_companion_reg') return undefined;
  if (request.attrs.stage === 'companion_hello') return [onCompanionHello(network, connection, request)];
  connection.code?.finished?.(request);
  return [];
}

function wakeUp(network: Network, connection: Connection, device: Device): void {
  startOfflineDrain(network, connection, device, () => {
    if (device.historySent || device.account.faults.withholdHistory) return;
    sendHistory(network, device).catch((error) => network.log.warn({ err: error }, 'history not sent'));
  });
}

function unlink(network: Network, device: Device): void {
  removeDevice(network.store, device);
  announceDevice(network, device, 'removed');
  device.connection?.endStream({ code: '401' }, node('conflict', { type: 'device_removed' }));
}
