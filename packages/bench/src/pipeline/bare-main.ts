// Bare Baileys in a process of its own: sockets with nothing behind them, as the pipeline is compared with. Spawned by bare-process.ts.
import '@recado/runtime/silence-console';
import path from 'node:path';
import { makeWASocket, useMultiFileAuthState, type WASocket } from '@whiskeysockets/baileys';
import { type BareOrder, type BareReport, type BareSettings, textFor } from './bare-protocol.ts';
import { controlOf } from './control.ts';
import { memoryAuth } from './memory-auth.ts';

const silent = {
  level: 'silent',
  child: () => silent,
  ...Object.fromEntries(levels().map((name) => [name, () => {}])),
};
const settings = JSON.parse(process.argv[2] ?? '{}') as BareSettings;
const control = controlOf(settings.controlUrl, settings.token);
const tell = (report: BareReport): void => void process.send?.(report);

let awaited = 0;
let counted = 0;
let counts: 'received' | 'acknowledged' | null = null;
const sockets = await Promise.all(settings.numbers.map(openNumber));
tell({ kind: 'ready' });

process.on('message', (order: BareOrder) => {
  counted = 0;
  if (order.kind === 'receive') {
    awaited = order.count;
    counts = 'received';
    return tell({ kind: 'listening' });
  }
  awaited = order.perNumber * sockets.length;
  counts = 'acknowledged';
  for (const socket of sockets) void sendAll(socket, order);
});
process.on('disconnect', () => process.exit(0));

function count(what: 'received' | 'acknowledged'): void {
  if (counts !== what) return;
  counted += 1;
  if (counted < awaited) return;
  counts = null;
  tell({ kind: what });
}

/** One after the other, as fast as the client takes them: it serialises the sends of an account itself. */
async function sendAll(socket: WASocket, order: Extract<BareOrder, { kind: 'send' }>): Promise<void> {
  for (let index = 0; index < order.perNumber; index++) {
    const to = `${order.customers[index % order.customers.length]}@s.whatsapp.net`;
    await socket.sendMessage(to, { text: textFor(order.tag, index) });
  }
}

async function openNumber(number: string): Promise<WASocket> {
  const store = settings.folder ? await useMultiFileAuthState(path.join(settings.folder, number)) : memoryAuth();
  const connect = (): WASocket => {
    const socket = makeWASocket({
      auth: store.state,
      waWebSocketUrl: settings.wsUrl,
      logger: silent as never,
      // the same choices as the product's worker makes
      markOnlineOnConnect: false,
      emitOwnEvents: false,
      syncFullHistory: false,
    });
    socket.ev.on('creds.update', () => void store.saveCreds());
    return socket;
  };
  const unpaired = connect();
  await new Promise<void>((resolve) => {
    unpaired.ev.on('connection.update', ({ qr, connection }) => {
      if (qr) void control.post('scan', { qr, number });
      if (connection === 'close') resolve();
    });
  });
  const socket = connect();
  await new Promise<void>((resolve, reject) => {
    socket.ev.on('connection.update', ({ connection, lastDisconnect }) => {
      if (connection === 'open') resolve();
      if (connection === 'close') reject(lastDisconnect?.error ?? new Error('closed'));
    });
  });
  socket.ev.on('messages.upsert', ({ messages }) => {
    for (const { message, key } of messages) if (message?.conversation && !key.fromMe) count('received');
  });
  socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
    if (attrs.error) throw new Error(`a message was refused with ${attrs.error}`);
    count('acknowledged');
  });
  return socket;
}

function levels(): string[] {
  return ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
}
