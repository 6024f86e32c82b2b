import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { variants } from '@recado/core/contacts/rules';
import { clearImportRows, putImportRows, readImportPlan, settleImportCheck } from '@recado/core/imports';
import type { Ctx } from '@recado/core/kernel';
import { dayOrderOf, type JudgePlan, judgeRow, type Reason } from '@recado/tables/judge';
import { openTable, type Row, TableError } from '@recado/tables/read';
import type { Target } from '@recado/tables/recognise';
import { unmarked } from '@recado/tables/write';

const ROWS = 1_000;
const SAMPLE = 2_000;

type Judged = {
  n: number;
  outcome: 'duplicate' | 'invalid' | null;
  draft: unknown;
  reasons: (Reason | { code: string; column: null; value: number })[] | null;
  cells: string[] | null;
};

/**
 * Judges every row of an import's file and keeps what it makes. Dying in the middle costs the time only: the next try begins anew, and nothing
 * but the rows of this import was written.
 */
export async function judgeFile(ctx: Ctx, importId: string, revision: number): Promise<{ rows: number }> {
  const plan = await readImportPlan(ctx, { importId });
  // another plan was confirmed meanwhile, or this one was judged already
  if (plan.revision !== revision || plan.state !== 'checking') return { rows: 0 };
  const folder = await mkdtemp(path.join(tmpdir(), 'recado-import-'));
  try {
    const file = path.join(folder, 'file');
    const stored = await ctx.ports.storage.read(ctx.workspaceId, plan.sha256);
    if (!stored) return await end(ctx, importId, revision, 'gone');
    await pipeline(stored.stream, createWriteStream(file, { mode: 0o600 }));
    if (!(await clearImportRows(ctx, { importId, revision }))) return { rows: 0 };
    return await judgeRows(ctx, importId, plan, file);
  } catch (error) {
    if (error instanceof TableError) return await end(ctx, importId, revision, error.fault);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function end(
  ctx: Ctx,
  importId: string,
  revision: number,
  fault: string | null,
  rows = 0,
): Promise<{ rows: number }> {
  await settleImportCheck(ctx, { importId, revision, fault });
  return { rows };
}

async function judgeRows(
  ctx: Ctx,
  importId: string,
  plan: Awaited<ReturnType<typeof readImportPlan>>,
  file: string,
): Promise<{ rows: number }> {
  const { revision } = plan;
  const options = {
    encoding: plan.encoding ?? undefined,
    delimiter: plan.delimiter ?? undefined,
    hasHeader: plan.hasHeader,
  };
  const isOwn = plan.product === 'recado';
  // only in a CSV of ours stands what keeps texts from running
  const isMarked = isOwn && plan.format === 'csv';
  const judging: JudgePlan = {
    mapping: plan.mapping as Target[],
    country: plan.country,
    dayOrder: await dayOrderIn(file, options, plan.mapping, plan.country),
    today: plan.today,
    fields: plan.fields,
    owners: plan.owners,
    ...(isOwn && { own: { decimal: isMarked && plan.delimiter === ';' ? ',' : '.' } }),
  };
  // where each number and address was met first; of a line with two forms, the lesser
  const seen = new Map<string, number>();
  let waiting: Judged[] = [];
  let rows = 0;
  // one stretch is being kept while the next one is judged
  let keeping: Promise<boolean> = Promise.resolve(true);
  const keep = async () => {
    if (!(await keeping)) return false;
    if (waiting.length === 0) return true;
    rows += waiting.length;
    keeping = putImportRows(ctx, { importId, revision, rows: waiting as never });
    // told where it is awaited; until then it is nobody's unhandled fault
    keeping.catch(() => {});
    waiting = [];
    return true;
  };
  const table = await openTable(file, options);
  for await (const piece of table.rows()) {
    for (const row of piece) {
      const read = isMarked ? { ...row, cells: row.cells.map(unmarked) } : row;
      waiting.push(judged(read, judging, seen));
      if (waiting.length === ROWS && !(await keep())) return { rows };
    }
  }
  if (!(await keep()) || !(await keeping)) return { rows };
  return await end(ctx, importId, revision, null, rows);
}

function judged(row: Row, plan: JudgePlan, seen: Map<string, number>): Judged {
  const verdict = judgeRow(row, plan);
  const cells = row.cells.map((cell) => cell.slice(0, 500));
  if (!verdict.draft) return { n: row.n, outcome: 'invalid', draft: null, reasons: verdict.because, cells };
  const { draft, leftOut } = verdict;
  const keys = draft.phones.map(({ digits }) => variants(digits).sort()[0] as string);
  if (draft.email) keys.push(draft.email);
  const first = keys.map((key) => seen.get(key)).find((n) => n !== undefined);
  if (first !== undefined)
    return {
      n: row.n,
      outcome: 'duplicate',
      draft: null,
      reasons: [{ code: 'duplicateInFile', column: null, value: first }],
      cells,
    };
  for (const key of keys) seen.set(ofItsOwn(key), row.n);
  return {
    n: row.n,
    outcome: null,
    draft,
    reasons: leftOut.length > 0 ? leftOut : null,
    cells: leftOut.length > 0 ? cells : null,
  };
}

/** A text that holds on to nothing: a part of another text keeps the whole of it, which here is the file. */
const ofItsOwn = (text: string): string => Buffer.from(text).toString();

/** How this file writes days, by its first rows. */
async function dayOrderIn(file: string, options: object, mapping: readonly string[], country: string) {
  const columns = mapping.flatMap((target, index) =>
    target === 'birthday' || target.startsWith('field:') ? [index] : [],
  );
  const cells: string[] = [];
  if (columns.length > 0) {
    let rows = 0;
    for await (const piece of (await openTable(file, options)).rows()) {
      for (const row of piece) for (const column of columns) cells.push(row.cells[column] ?? '');
      rows += piece.length;
      if (rows >= SAMPLE) break;
    }
  }
  return dayOrderOf(cells, country);
}
