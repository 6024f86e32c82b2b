import type { ServerResponse } from 'node:http';
import { exportHistory } from '@recado/core/identity';
import { identityErrors } from '@recado/core/identity/contract';
import { historyCsv } from '@recado/core/identity/rules';
import type { PublicCtx } from '@recado/core/kernel';

const types = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8' };
type Format = keyof typeof types;

const formatOf = (path: string): Format | undefined => /^\/history\.(json|csv)$/.exec(path)?.[1] as Format | undefined;

/** Whether an address is that of the file, in one of its two forms. */
export const isHistoryFile = (path: string): boolean => formatOf(path) !== undefined;

/** Answers the caller's history as a file to keep, never from a cache. Throws identity.sessionEnded. */
export async function serveHistory(
  ctx: PublicCtx,
  holder: { pass: Buffer | null; personId: string | null },
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (!holder.pass) throw identityErrors.sessionEnded({ reason: 'none' });
  const history = await exportHistory(ctx, holder.pass, holder.personId);
  const format = formatOf(path) ?? 'json';
  response.writeHead(200, {
    'content-type': types[format],
    'content-disposition': `attachment; filename="recado-${history.exportedAt.slice(0, 10)}.${format}"`,
    'cache-control': 'no-store',
  });
  response.end(format === 'csv' ? historyCsv(history) : JSON.stringify(history, null, 2));
}
