import { createLogger } from '@recado/runtime/logger';
import { downloadMediaMessage, type WAMessage } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { openClient, type TestClient } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const BUSINESS = '34600000001';
const LUCIA = '34611000001';
const MARTA = '34611000002';

const FILES = {
  image: { mime: 'image/png', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
  audio: { mime: 'audio/ogg; codecs=opus', bytes: Buffer.from('OggS una nota de voz') },
  video: { mime: 'video/mp4', bytes: Buffer.from('....ftypmp42 un vídeo') },
  document: { mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7 una factura') },
};

let simulator: Simulator;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'media' });
  simulator.addAccount({ number: BUSINESS, name: 'Clínica' });
  simulator.addCustomer({ number: LUCIA, name: 'Lucía Romero' });
  simulator.addCustomer({ number: MARTA, name: 'Marta Gil' });
  client = await openClient(simulator, BUSINESS);
});

afterAll(async () => {
  client.end();
  await simulator.close();
});

const shown = (chat: string, id: string | null | undefined) =>
  simulator.messages({ account: BUSINESS, customer: chat }).find((message) => message.id === id);

async function received(id: string): Promise<WAMessage> {
  await until(() => client.messages.some(({ message }) => message.key.id === id));
  return client.messages.find(({ message }) => message.key.id === id)?.message as WAMessage;
}

const download = (message: WAMessage) =>
  downloadMediaMessage(
    message,
    'buffer',
    {},
    {
      logger: createLogger({ name: 'client', level: 'silent' }) as never,
      reuploadRequest: client.socket.updateMediaMessage,
    },
  );

describe('files', () => {
  it.each(Object.entries(FILES))('a customer’s %s arrives byte by byte', async (_kind, { mime, bytes }) => {
    const media = { base64: bytes.toString('base64'), mime, name: 'fichero', caption: 'mira' };
    const { id } = await simulator.send({ from: LUCIA, account: BUSINESS, media });
    expect(await download(await received(id))).toEqual(bytes);
  });

  it('a voice note says that it is one', async () => {
    const media = { base64: FILES.audio.bytes.toString('base64'), mime: FILES.audio.mime, voice: true };
    const { id } = await simulator.send({ from: LUCIA, account: BUSINESS, media });
    expect((await received(id)).message?.audioMessage?.ptt).toBe(true);
    expect(shown(LUCIA, id)?.kind).toBe('voice');
  });

  it.each([
    ['image', { image: FILES.image.bytes, caption: 'antes y después', jpegThumbnail: '' }],
    [
      'voice',
      { audio: FILES.audio.bytes, mimetype: FILES.audio.mime, ptt: true, seconds: 3, waveform: new Uint8Array(64) },
    ],
    ['video', { video: FILES.video.bytes, mimetype: 'video/mp4', jpegThumbnail: '' }],
    ['document', { document: FILES.document.bytes, mimetype: 'application/pdf', fileName: 'factura.pdf' }],
  ] as const)('the app’s %s is shown and opens on the customer’s phone', async (kind, content) => {
    const sent = await client.socket.sendMessage(`${LUCIA}@s.whatsapp.net`, content);
    await until(() => shown(LUCIA, sent?.key.id)?.status === 'delivered');
    const message = shown(LUCIA, sent?.key.id);
    expect(message?.kind).toBe(kind);
    const { bytes } = await simulator.media({ account: BUSINESS, id: sent?.key.id ?? '' });
    const original = kind === 'voice' ? FILES.audio : FILES[kind];
    expect(bytes).toEqual(original.bytes);
  });
});

describe('groups', () => {
  it('a group the app makes carries messages both ways', async () => {
    const created = await client.socket.groupCreate('Amigas de la peluquería', [
      `${LUCIA}@s.whatsapp.net`,
      `${MARTA}@s.whatsapp.net`,
    ]);
    expect(created.participants).toHaveLength(3);
    for (const text of ['hola a todas', 'otra vez']) {
      const sent = await client.socket.sendMessage(created.id, { text });
      await until(() => shown(created.id, sent?.key.id)?.status === 'delivered');
      expect(shown(created.id, sent?.key.id)).toMatchObject({ text, onPhone: true, waiting: false });
    }
    const { id } = await simulator.send({ from: MARTA, to: created.id, account: BUSINESS, text: 'hola, soy Marta' });
    const message = await received(id);
    expect(message.key).toMatchObject({ remoteJid: created.id, participant: `${MARTA}@s.whatsapp.net` });
    expect(message.message?.conversation).toBe('hola, soy Marta');
    await simulator.send({ from: MARTA, to: created.id, account: BUSINESS, text: 'y sigo' });
    await until(() => client.texts().includes('y sigo'));
  });

  it('a group addressed by hidden ids carries messages both ways', async () => {
    const group = simulator.addGroup({ account: BUSINESS, subject: 'VIP', members: [LUCIA, MARTA], addressing: 'lid' });
    const { id } = await simulator.send({ from: LUCIA, to: group.id, account: BUSINESS, text: 'por lid en grupo' });
    expect((await received(id)).key.participantAlt).toBe(`${LUCIA}@s.whatsapp.net`);
    const sent = await client.socket.sendMessage(group.id, { text: 'respuesta' });
    await until(() => shown(group.id, sent?.key.id)?.text === 'respuesta');
    expect(await client.socket.groupFetchAllParticipating()).toHaveProperty([group.id]);
  });
});
