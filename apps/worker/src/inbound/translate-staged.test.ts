import { encodeWAMessage, proto } from '@whiskeysockets/baileys';
import { describe, expect, it } from 'vitest';
import type { Self } from './addresses.ts';
import { packRecord, type StanzaAttrs, unpackRecord } from './staged-record.ts';
import { translateStaged } from './translate-staged.ts';

const self: Self = { pn: '34600000001', lid: '900000000001' };
const fromLucia: StanzaAttrs = {
  id: '3A01',
  from: '34611000001@s.whatsapp.net',
  sender_lid: '911@lid',
  t: '1780000000',
  notify: 'Lucía',
};
const translate = (message: proto.IMessage, attrs: StanzaAttrs = fromLucia) =>
  translateStaged({ attrs, part: 0, stagedId: 7, plaintext: encodeWAMessage(message) }, self);
const content = (message: proto.IMessage, attrs?: StanzaAttrs) => {
  const translated = translate(message, attrs);
  return 'message' in translated ? translated.message : translated;
};

describe('who and where', () => {
  it('knows a person by the number and by the hidden id, whichever the stanza is addressed with', () => {
    const byNumber = content({ conversation: 'hola' });
    const byLid = content(
      { conversation: 'hola' },
      { id: '1', from: '911@lid', sender_pn: '34611000001@s.whatsapp.net', t: '1' },
    );
    expect(byNumber).toMatchObject({
      direction: 'in',
      address: '34611000001@s.whatsapp.net',
      identities: [
        { kind: 'wa_pn', value: '34611000001' },
        { kind: 'wa_lid', value: '911' },
      ],
      profileName: 'Lucía',
      occurredAt: '2026-05-28T20:26:40.000Z',
      staged: [7],
    });
    expect(byLid).toMatchObject({
      address: '911@lid',
      identities: [
        { kind: 'wa_lid', value: '911' },
        { kind: 'wa_pn', value: '34611000001' },
      ],
    });
  });

  it('leaves the device out of an address', () => {
    expect(content({ conversation: 'x' }, { ...fromLucia, from: '34611000001:4@s.whatsapp.net' })).toMatchObject({
      address: '34611000001@s.whatsapp.net',
    });
  });

  it('takes what the own phone sent as ours, in the chat of whom it was sent to', () => {
    const sent = content(
      { deviceSentMessage: { destinationJid: '34611000001@s.whatsapp.net', message: { conversation: 'voy' } } },
      {
        id: '2',
        from: '34600000001@s.whatsapp.net',
        recipient: '34611000001@s.whatsapp.net',
        recipient_lid: '911@lid',
        notify: 'Tienda',
        t: '1',
      },
    );
    expect(sent).toMatchObject({
      direction: 'out',
      body: 'voy',
      address: '34611000001@s.whatsapp.net',
      profileName: null,
    });
    expect(sent).toHaveProperty('identities.1.value', '911');
  });

  it('says who wrote in a group', () => {
    expect(
      content(
        { conversation: 'a todos' },
        { id: '3', from: '123-4@g.us', participant: '911@lid', notify: 'Lucía', t: '1' },
      ),
    ).toMatchObject({ chatKind: 'group', address: '123-4@g.us', authorName: 'Lucía', profileName: null });
  });

  it.each([
    ['status@broadcast', { from: 'status@broadcast', participant: '34611000001@s.whatsapp.net' }],
    ['a newsletter', { from: '120363@newsletter' }],
    ['a note to oneself', { from: '34600000001@s.whatsapp.net', recipient: '34600000001@s.whatsapp.net' }],
    [
      'a recipient on a stanza of somebody else',
      { from: '34611000001@s.whatsapp.net', recipient: '34622000002@s.whatsapp.net' },
    ],
  ])('ignores %s', (_what, attrs) => {
    expect(translate({ conversation: 'x' }, { id: '4', t: '1', ...attrs })).toHaveProperty('ignored');
  });

  it('marks what waited on the server', () => {
    expect(content({ conversation: 'x' }, { ...fromLucia, offline: '0' })).toMatchObject({ recovered: true });
  });
});

describe('what', () => {
  const mediaKey = new Uint8Array(32).fill(1);
  it.each([
    [
      'text',
      { extendedTextMessage: { text: 'hola', contextInfo: { stanzaId: 'Q1' } } },
      { body: 'hola', quotedProviderId: 'Q1' },
    ],
    [
      'image',
      {
        imageMessage: {
          url: 'https://mmg.whatsapp.net/a',
          mediaKey,
          mimetype: 'image/jpeg',
          caption: 'mira',
          fileLength: 12,
        },
      },
      { body: 'mira' },
    ],
    ['voice', { audioMessage: { url: 'https://mmg.whatsapp.net/a', mediaKey, ptt: true, seconds: 3 } }, {}],
    ['audio', { audioMessage: { url: 'https://mmg.whatsapp.net/a', mediaKey, seconds: 3 } }, {}],
    [
      'document',
      {
        documentWithCaptionMessage: {
          message: { documentMessage: { directPath: '/d', mediaKey, fileName: 'p.pdf', caption: 'aquí' } },
        },
      },
      { body: 'aquí' },
    ],
    ['sticker', { stickerMessage: { directPath: '/s', mediaKey } }, {}],
    ['location', { locationMessage: { degreesLatitude: 40.4, degreesLongitude: -3.7, name: 'Sol' } }, { body: 'Sol' }],
    ['contact', { contactMessage: { displayName: 'Ana', vcard: 'BEGIN:VCARD' } }, { body: 'Ana' }],
    ['reaction', { reactionMessage: { text: '👍', key: { id: 'M1' } } }, { body: '👍', quotedProviderId: 'M1' }],
    ['deleted', { protocolMessage: { type: 0, key: { id: 'M1' } } }, { quotedProviderId: 'M1' }],
    [
      'edited',
      { protocolMessage: { type: 14, key: { id: 'M1' }, editedMessage: { conversation: 'mejor' } } },
      { body: 'mejor', quotedProviderId: 'M1' },
    ],
    ['text', { ephemeralMessage: { message: { conversation: 'se borra' } } }, { body: 'se borra' }],
    ['text', { buttonsResponseMessage: { selectedDisplayText: 'Sí', selectedButtonId: '1' } }, { body: 'Sí' }],
    [
      'unsupported',
      { pollCreationMessage: { name: '¿Cuándo?' } },
      { body: '¿Cuándo?', detail: { type: 'pollCreationMessage' } },
    ],
    ['unsupported', { imageMessage: { caption: 'sin clave' } }, { body: 'sin clave' }],
  ] as [string, proto.IMessage, object][])('reads %s', (kind, message, expected) => {
    expect(content(message)).toMatchObject({ kind, ...expected });
  });

  it('keeps where a file is and how it opens', () => {
    const message = content({
      imageMessage: {
        url: 'https://mmg.whatsapp.net/a',
        mediaKey,
        mimetype: 'image/jpeg',
        fileLength: 12,
        width: 3,
        height: 4,
      },
    });
    expect(message).toMatchObject({
      media: {
        kind: 'image',
        mime: 'image/jpeg',
        bytes: 12,
        width: 3,
        height: 4,
        source: { mediaKey: Buffer.from(mediaKey).toString('base64') },
      },
    });
  });

  it.each([
    ['keys of a group', { senderKeyDistributionMessage: { groupId: 'g' } }],
    ['a vote', { pollUpdateMessage: {} }],
    ['an app state key', { protocolMessage: { type: 6 } }],
  ] as [string, proto.IMessage][])('ignores %s', (_what, message) => {
    expect(translate(message)).toHaveProperty('ignored');
  });

  it('lets nobody but the own phone speak about history', () => {
    const notification = {
      protocolMessage: {
        type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
        historySyncNotification: { syncType: 0 },
      },
    };
    expect(translate(notification)).toEqual({ ignored: 'history of somebody else' });
    expect(
      translate(notification, { id: '9', from: '34600000001@s.whatsapp.net', category: 'peer', t: '1' }),
    ).toHaveProperty('history');
    expect(translate(notification, { ...fromLucia, category: 'peer' })).toEqual({
      ignored: 'history of somebody else',
    });
  });

  it('takes NUL out of texts, which the database would refuse', () => {
    expect(content({ conversation: 'a\u0000b' })).toMatchObject({ body: 'ab' });
  });

  it('throws on bytes that are no message', () => {
    expect(() =>
      translateStaged({ attrs: fromLucia, part: 0, stagedId: 1, plaintext: new Uint8Array([1, 2, 200]) }, self),
    ).toThrow();
  });
});

it('a staged record comes back as it was', () => {
  const record = { attrs: fromLucia, part: 1, plaintext: Buffer.from('ñ\u0000x') };
  const back = unpackRecord(packRecord(record));
  expect({ ...back, plaintext: Buffer.from(back.plaintext) }).toEqual(record);
});
