/** Rows as a file that a browser downloads; cells are figures and keys of ours, never what somebody wrote. */
export function csvFile(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map((cell) => cell ?? '').join(';'));
  return `data:text/csv;charset=utf-8,${encodeURIComponent(lines.join('\r\n'))}`;
}
