import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskStorage } from './disk-storage.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

describe('storage on disk', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'recado-storage-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives back what it was given, whole and by range, to the workspace that stored it only', async () => {
    const storage = diskStorage(folder);
    const [mine, other] = [randomUUID(), randomUUID()];
    await storage.put(mine, digest('hola mundo'), Readable.from([Buffer.from('hola '), Buffer.from('mundo')]));
    const whole = await storage.read(mine, digest('hola mundo'));
    expect(whole?.size).toBe(10);
    expect(String(await buffer(whole?.stream as Readable))).toBe('hola mundo');
    const part = await storage.read(mine, digest('hola mundo'), { start: 5, end: 9 });
    expect(String(await buffer(part?.stream as Readable))).toBe('mundo');
    expect(await storage.read(other, digest('hola mundo'))).toBeNull();
  });

  it('keeps files for their owner only and leaves nothing behind when a stream breaks', async () => {
    const storage = diskStorage(folder);
    const mine = randomUUID();
    const broken = new Readable({
      read() {
        this.push('half');
        this.destroy(new Error('cut'));
      },
    });
    await expect(storage.put(mine, digest('x'), broken)).rejects.toThrow('cut');
    expect(await readdir(path.join(folder, mine, digest('x').slice(0, 2)))).toEqual([]);
    await storage.put(mine, digest('x'), Buffer.from('x'));
    expect((await stat(path.join(folder, mine, digest('x').slice(0, 2), digest('x')))).mode & 0o777).toBe(0o600);
  });

  it('refuses an address that could leave its folder', async () => {
    await expect(diskStorage(folder).read('../../etc', digest('x'))).rejects.toThrow('Not an address');
    await expect(diskStorage(folder).read(randomUUID(), '../passwd')).rejects.toThrow('Not an address');
  });
});
