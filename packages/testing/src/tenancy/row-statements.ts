/** An INSERT of a row as one statement without parameters; `tail` follows it (ON CONFLICT, RETURNING). */
export function insertStatement(table: { readonly name: string }, row: Record<string, unknown>, tail = ''): string {
  const columns = Object.keys(row).join(', ');
  return `insert into ${table.name} (${columns}) overriding system value select ${columns} from ${recordOf(table, row)} ${tail}`;
}

/** A row as a FROM item, for MERGE. */
export const recordOf = (table: { readonly name: string }, row: Record<string, unknown>): string =>
  `jsonb_populate_record(null::${table.name}, '${JSON.stringify(row).replaceAll("'", "''")}')`;
