import { describe, expect, it } from 'vitest';
import { createFrameBuffer, frame } from './frame-buffer.ts';

const HEADER = Buffer.from([0x57, 0x41, 6, 3]);

describe('a frame buffer', () => {
  it('finds the same frames however the bytes are cut', () => {
    const stream = Buffer.concat([
      HEADER,
      frame(Buffer.from('uno')),
      frame(Buffer.alloc(0)),
      frame(Buffer.from('tres')),
    ]);
    for (let size = 1; size <= stream.length; size++) {
      const buffer = createFrameBuffer();
      const found: string[] = [];
      for (let start = 0; start < stream.length; start += size) {
        found.push(...buffer.push(stream.subarray(start, start + size)).map(String));
      }
      expect(found).toEqual(['uno', '', 'tres']);
      expect(buffer.header()).toEqual(HEADER);
    }
  });

  it('takes the routing bytes of a returning client and does not count them as header', () => {
    const routing = Buffer.from('CAgSBQ==', 'base64');
    const prefix = Buffer.from([0x45, 0x44, 0, 1, 0, 0, routing.length]);
    const stream = Buffer.concat([prefix, routing, HEADER, frame(Buffer.from('hola'))]);
    const buffer = createFrameBuffer();
    expect([...stream].flatMap((byte) => buffer.push(Buffer.from([byte]))).map(String)).toEqual(['hola']);
    expect(buffer.routing()).toEqual(routing);
    expect(buffer.header()).toEqual(HEADER);
  });

  it('refuses a stream that is not WhatsApp’s', () => {
    expect(() => createFrameBuffer().push(Buffer.from('GET / HTTP/1.1'))).toThrow(/WA header/);
  });
});
