import type { ServerResponse } from 'node:http';
import { beginAuditExport, readAuditRows } from '@recado/core/compliance';
import { ExportAudit } from '@recado/core/compliance/contract';
import { csvHead, csvLine, jsonLine } from '@recado/core/compliance/rules';
import { type Ctx, parse } from '@recado/core/kernel';
import { afterProof } from '../after-proof.ts';

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' };

const formatOf = (path: string): string | undefined => /^\/audit\.(csv|jsonl)$/.exec(path)?.[1];

/** Whether an address is that of the file, in one of its two forms. */
export const isAuditFile = (path: string): boolean => formatOf(path) !== undefined;

/**
 * Answers a workspace's audit as a file to keep, the latest first, narrowed as the address says. That it is taken away is written down, and the
 * owners are told, before the first row leaves. Each stretch passes the door anew: who is shut out meanwhile gets a file that breaks off.
 */
export async function serveAudit(ctx: Ctx, url: URL, response: ServerResponse): Promise<void> {
  const { person: _person, workspace: _workspace, ...asked } = Object.fromEntries(url.searchParams);
  const input = parse(ExportAudit, { ...asked, format: formatOf(url.pathname) });
  await beginAuditExport(ctx, input);
  const line = input.format === 'csv' ? csvLine : jsonLine;
  let page = await readAuditRows(ctx, input);
  response.writeHead(200, {
    'content-type': types[input.format],
    'content-disposition': `attachment; filename="recado-audit-${ctx.clock.now().toISOString().slice(0, 10)}.${input.format}"`,
    'cache-control': 'no-store',
  });
  if (input.format === 'csv') response.write(csvHead());
  for (;;) {
    const isTaken = response.write(page.rows.map(line).join(''));
    if (page.next === null || response.destroyed) break;
    // whoever reads slowly is waited for, not kept in memory
    if (!isTaken) await drained(response);
    page = await afterProof(readAuditRows(ctx, { ...input, before: page.next }));
  }
  response.end();
}

/** Until more can be written, or nobody is there any more. */
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
