import { Readable } from 'node:stream';
import { type ExportedContact, readExportPlan, settleExport, takeExportPart } from '@recado/core/exports';
import type { Ctx } from '@recado/core/kernel';
import { type CsvStyle, csvLine, xlsxStream } from '@recado/tables/write';
import type { ExportWords } from '../services.ts';
import { storeFile } from './store-file.ts';
import { columnsOf, type Told } from './tell-contact.ts';

/** Nobody wants the file any more. */
class Unwanted extends Error {}

/**
 * Writes the file of an export and stores it, a part of its contacts in memory at a time. Dying in the middle costs the time only: the next try
 * begins anew with the same people, and takes away what this one left.
 */
export async function writeExport(
  ctx: Ctx,
  exportId: string,
  wordsOf: (locale: string) => ExportWords,
): Promise<{ count: number }> {
  const plan = await readExportPlan(ctx, { exportId });
  if (plan.state !== 'writing') return { count: 0 };
  try {
    const words = wordsOf(plan.locale);
    const columns = columnsOf(plan, words);
    const heads = columns.map(({ head }) => head);
    let count = 0;
    async function* contacts(): AsyncIterable<ExportedContact[]> {
      // one part is read while the one before is written
      const take = (n: number, written: number) => {
        const taking = takeExportPart(ctx, { exportId, n, written });
        taking.catch(() => {});
        return taking;
      };
      let next = take(1, 0);
      for (let n = 1; n <= plan.parts; n++) {
        const part = await next;
        if (part === null) throw new Unwanted();
        count += part.length;
        if (n < plan.parts) next = take(n + 1, count);
        yield part;
      }
    }
    const cellsOf = (contact: ExportedContact) => columns.map(({ cell }) => cell(contact));
    const source =
      plan.format === 'xlsx'
        ? xlsxStream(words.sheet, sheetRows(heads, contacts(), cellsOf))
        : Readable.from(
            plan.format === 'csv'
              ? csvText(heads, contacts(), cellsOf, plan.delimiter)
              : jsonText(heads, contacts(), columns),
          );
    const stored = await storeFile(ctx, `recado-export-${exportId}`, source);
    await settleExport(ctx, { exportId, ...stored, count });
    return { count };
  } catch (error) {
    if (error instanceof Unwanted) return { count: 0 };
    throw error;
  }
}

type Parts = AsyncIterable<ExportedContact[]>;
type CellsOf = (contact: ExportedContact) => ReturnType<Told['cell']>[];

async function* sheetRows(heads: string[], parts: Parts, cellsOf: CellsOf): AsyncIterable<ReturnType<CellsOf>> {
  yield heads;
  for await (const part of parts) for (const contact of part) yield cellsOf(contact);
}

async function* csvText(heads: string[], parts: Parts, cellsOf: CellsOf, delimiter: string): AsyncIterable<Buffer> {
  // whoever parts cells by semicolons writes fractions with a comma
  const style = { delimiter, decimal: delimiter === ';' ? ',' : '.' } as CsvStyle;
  yield Buffer.from(csvLine(heads, true, style));
  for await (const part of parts)
    yield Buffer.from(part.map((contact) => csvLine(cellsOf(contact), false, style)).join(''));
}

async function* jsonText(heads: string[], parts: Parts, columns: readonly Told[]): AsyncIterable<Buffer> {
  let isFirst = true;
  yield Buffer.from('[');
  for await (const part of parts) {
    const objects = part.map((contact) =>
      JSON.stringify(Object.fromEntries(columns.map(({ value }, index) => [heads[index], value(contact)]))),
    );
    if (objects.length === 0) continue;
    yield Buffer.from(`${isFirst ? '' : ','}\n${objects.join(',\n')}`);
    isFirst = false;
  }
  yield Buffer.from('\n]\n');
}
