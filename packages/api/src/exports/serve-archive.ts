import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { openArchive } from '@recado/core/exports';
import { historyErrors } from '@recado/core/exports/contract';
import type { Ctx } from '@recado/core/kernel';

export const isArchiveFile = (path: string): boolean => /^\/archives\/[0-9a-f-]{36}\/file$/.test(path);

/** Hands a file of old messages, a line of JSON for each, to whoever may take data away. Errors: exports.archiveNotFound, exports.archiveBroken. */
export async function serveArchive(ctx: Ctx, url: URL, response: ServerResponse): Promise<void> {
  const { sha256, before } = await openArchive(ctx, { batchId: url.pathname.split('/')[2] ?? '' });
  const file = await ctx.ports.storage.read(ctx.workspaceId, sha256);
  if (!file) throw historyErrors.archiveBroken();
  response.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'content-length': file.size,
    'content-disposition': `attachment; filename="recado-mensajes-antes-${before.slice(0, 10)}.jsonl"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(file.stream, response).catch(() => response.destroy());
}
