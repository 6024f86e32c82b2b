import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type HistoryPart, settleArchive, takeHistoryPart } from '@recado/core/exports';
import { historyErrors } from '@recado/core/exports/contract';
import type { Ctx } from '@recado/core/kernel';
import { storeFile } from './store-file.ts';

const START = { conversationId: '00000000-0000-0000-0000-000000000000', seq: 0 };

/**
 * Writes what a batch puts away, a line of JSON for each message, and stores it. Dying in the middle costs the time only: the next try begins anew.
 */
export async function writeArchive(ctx: Ctx, batchId: string): Promise<void> {
  let count = 0;
  async function* lines(): AsyncIterable<Buffer> {
    for (let after: typeof START | null = START; after; ) {
      const part: HistoryPart = await takeHistoryPart(ctx, { batchId, after });
      count += part.rows.length;
      if (part.rows.length > 0) yield Buffer.from(`${part.rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
      after = part.next;
    }
    // of nobody's words a file as well: a batch ends by its file
    if (count === 0) yield Buffer.from('\n');
  }
  const stored = await storeFile(ctx, `recado-archive-${batchId}`, Readable.from(lines()));
  await settleArchive(ctx, { batchId, ...stored, count });
}

/**
 * The ids of the messages that a stored file holds, some at a time, once all of it is what was written down. Throws exports.archiveBroken where it
 * is not, before anything is told.
 */
export async function* readArchive(ctx: Ctx, sha256: string, atOnce: number): AsyncIterable<string[]> {
  const open = async () => {
    const stored = await ctx.ports.storage.read(ctx.workspaceId, sha256);
    if (!stored) throw historyErrors.archiveBroken();
    return stored.stream;
  };
  const hash = createHash('sha256');
  for await (const chunk of await open()) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== sha256) throw historyErrors.archiveBroken();
  let ids: string[] = [];
  for await (const line of createInterface({ input: await open(), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    ids.push((JSON.parse(line) as { id: string }).id);
    if (ids.length < atOnce) continue;
    yield ids;
    ids = [];
  }
  if (ids.length > 0) yield ids;
}
