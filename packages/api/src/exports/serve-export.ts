import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { openExport } from '@recado/core/exports';
import { exportErrors } from '@recado/core/exports/contract';
import type { Ctx } from '@recado/core/kernel';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
};

export const isExportFile = (path: string): boolean => /^\/exports\/[0-9a-f-]{36}\/file$/.test(path);

/** Hands a file of contacts to whoever asked for it. Errors: exports.notFound, exports.gone. */
export async function serveExport(ctx: Ctx, url: URL, response: ServerResponse): Promise<void> {
  const { format, sha256, createdAt } = await openExport(ctx, { exportId: url.pathname.split('/')[2] ?? '' });
  const file = await ctx.ports.storage.read(ctx.workspaceId, sha256);
  if (!file) throw exportErrors.gone();
  response.writeHead(200, {
    'content-type': types[format],
    'content-length': file.size,
    'content-disposition': `attachment; filename="recado-contactos-${createdAt.slice(0, 10)}.${format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  await pipeline(file.stream, response).catch(() => response.destroy());
}
