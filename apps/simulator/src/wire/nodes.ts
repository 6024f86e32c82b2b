import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys';

export type { BinaryNode };

type Content = BinaryNode['content'];
type Attribute = string | number | undefined;

/** The server's own address on the wire: no user before the at sign. Without that sign the client ignores key reminders. */
export const SERVER = '@s.whatsapp.net';

/** Builds a stanza: attributes become strings and undefined ones vanish, because the codec accepts nothing else. */
export function node(tag: string, attrs: Record<string, Attribute> = {}, content?: Content): BinaryNode {
  const kept = Object.entries(attrs).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const built: BinaryNode = { tag, attrs: Object.fromEntries(kept.map(([key, value]) => [key, String(value)])) };
  if (content !== undefined) built.content = content;
  return built;
}

/** The first child with a tag. */
export const child = (parent: BinaryNode | undefined, tag: string): BinaryNode | undefined =>
  getBinaryNodeChild(parent, tag);

/** All children with a tag. */
export const children = (parent: BinaryNode | undefined, tag: string): BinaryNode[] =>
  getBinaryNodeChildren(parent, tag);

/** The first child whatever its tag. */
export const firstChild = (parent: BinaryNode): BinaryNode | undefined =>
  Array.isArray(parent.content) ? parent.content[0] : undefined;

/** The bytes a stanza carries; empty when it carries children or nothing. */
export function bytesOf(parent: BinaryNode | undefined): Buffer {
  const content = parent?.content;
  if (content === undefined || Array.isArray(content)) return Buffer.alloc(0);
  return Buffer.from(content as Uint8Array);
}

/** A big-endian unsigned number of any length. */
export const numberOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

/** A big-endian unsigned number in so many bytes. */
export function bigEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}

/** Unix seconds, as the wire counts time. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
