/** The attributes of a stanza that its translation needs; nothing else is kept at rest. */
const KEPT = [
  'id',
  'from',
  'participant',
  'recipient',
  't',
  'notify',
  'offline',
  'category',
  'addressing_mode',
  'sender_pn',
  'sender_lid',
  'participant_pn',
  'participant_lid',
  'recipient_pn',
  'recipient_lid',
  'peer_recipient_pn',
  'peer_recipient_lid',
] as const;

export type StanzaAttrs = Partial<Record<(typeof KEPT)[number], string>>;

/** A decrypted part of a stanza, as it lies in staging: enough to become a message without the socket that brought it. */
export type StagedRecord = { attrs: StanzaAttrs; part: number; plaintext: Uint8Array };

/** Under which name a part is staged; the same part again meets the same row. */
export function stagingName(attrs: StanzaAttrs, part: number) {
  return {
    chat: attrs.recipient && attrs.from ? `${attrs.from}>${attrs.recipient}` : (attrs.from ?? ''),
    sender: attrs.participant ?? attrs.from ?? '',
    providerId: attrs.id ?? '',
    part,
  };
}

/** Keeps the attributes that matter. */
export function keptAttrs(attrs: Record<string, string>): StanzaAttrs {
  const kept: StanzaAttrs = {};
  for (const name of KEPT) if (attrs[name] !== undefined) kept[name] = attrs[name];
  return kept;
}

/** Bytes of a record: length of the header (4), the header as JSON, the plaintext. */
export function packRecord(record: StagedRecord): Buffer {
  const header = Buffer.from(JSON.stringify({ attrs: record.attrs, part: record.part }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, record.plaintext]);
}

/** The inverse of packRecord. */
export function unpackRecord(bytes: Buffer): StagedRecord {
  const length = bytes.readUInt32BE(0);
  const { attrs, part } = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Omit<StagedRecord, 'plaintext'>;
  return { attrs, part, plaintext: bytes.subarray(4 + length) };
}
