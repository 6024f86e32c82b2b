import type { TransactionSql } from 'postgres';

const BATCH = 1500;

/** Writes rows of one shape into a table, a batch per statement. Names are ours, never a person's input. */
export async function insertRows(
  tx: TransactionSql,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await tx`insert into ${tx.unsafe(table)} (${tx.unsafe(columns)})
      select ${tx.unsafe(columns)} from jsonb_populate_recordset(null::${tx.unsafe(table)}, ${tx.json(batch as never)})`;
  }
}
