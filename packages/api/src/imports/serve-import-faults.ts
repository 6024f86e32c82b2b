import type { ServerResponse } from 'node:http';
import { getImport, listImportFaults } from '@recado/core/imports';
import type { Ctx } from '@recado/core/kernel';
import { letterOf } from '@recado/tables/read';
import { csvLine } from '@recado/tables/write';
import { afterProof } from '../after-proof.ts';

/** Says a reason in the reader's language, and what the three columns of ours are called. */
export type FaultTexts = (locale: string) => {
  head: [string, string, string];
  reason(code: string, value: string): string;
};

export const isImportFaults = (path: string): boolean => /^\/imports\/[0-9a-f-]{36}\/faults\.csv$/.test(path);

/** The rows of an import that something is wrong with, as a file to mend and bring again: the row's number, why, and what stood there. */
export async function serveImportFaults(
  ctx: Ctx,
  url: URL,
  texts: FaultTexts,
  response: ServerResponse,
): Promise<void> {
  const importId = url.pathname.split('/')[2] ?? '';
  const { columns } = await getImport(ctx, { importId });
  const { head, reason } = texts(ctx.locale);
  let page = await listImportFaults(ctx, { importId, limit: 1000 });
  response.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="recado-import.csv"',
    'cache-control': 'no-store',
  });
  response.write(csvLine([...head, ...columns], true));
  for (;;) {
    const lines = page.rows.map(({ n, reasons, cells }) => {
      const why = reasons.map(({ code, value }) => reason(code, String(value)));
      const where = reasons.flatMap(({ column }) => (column === null ? [] : [columns[column] ?? letterOf(column)]));
      return csvLine([n, why.join(' '), [...new Set(where)].join(', '), ...cells]);
    });
    response.write(lines.join(''));
    if (page.next === null || response.destroyed) break;
    page = await afterProof(listImportFaults(ctx, { importId, after: page.next, limit: 1000 }));
  }
  response.end();
}
