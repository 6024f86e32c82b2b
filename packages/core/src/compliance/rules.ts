// Pure decisions of compliance: whether anchors agree with a chain, and how rows become a file.
import type { AuditRow, ChainFault } from './contract.ts';

type Anchor = { seq: number; link: string };

/**
 * What heads that are kept outside say of a chain: none may lie beyond its end, and each must be the link at its place. A chain that was
 * written anew from some place on differs from the first anchor after it.
 */
export function judgeAnchors(
  anchors: readonly Anchor[],
  chain: { headSeq: number; links: Readonly<Record<string, string>> },
): ChainFault[] {
  const beyond = anchors.find(({ seq }) => seq > chain.headSeq);
  const wrong = anchors.find(({ seq, link }) => seq <= chain.headSeq && chain.links[seq] !== link);
  const faults: ChainFault[] = [];
  // a hole is named by the chain itself
  if (wrong && chain.links[wrong.seq] !== undefined) faults.push({ kind: 'rewritten', seq: wrong.seq, entryId: null });
  if (beyond) faults.push({ kind: 'cut', seq: chain.headSeq + 1, entryId: null });
  return faults;
}

/** What the head says of the chain's last place. */
export function judgeHead(head: Anchor | null, last: Anchor | null): ChainFault[] {
  if (head === null && last === null) return [];
  if (head && (last === null || last.seq < head.seq))
    return [{ kind: 'cut', seq: (last?.seq ?? 0) + 1, entryId: null }];
  if (head === null || last === null || last.seq > head.seq || last.link !== head.link)
    return [{ kind: 'rewritten', seq: last?.seq ?? 0, entryId: null }];
  return [];
}

const COLUMNS = [
  'id',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'subject',
  'detail',
  'before',
  'after',
  'address',
  'user_agent',
  'request_id',
  'chain_seq',
] as const;

const cellsOf = (row: AuditRow): unknown[] => [
  row.id,
  row.at,
  row.actor.kind,
  row.actor.id,
  row.actor.name,
  row.action,
  row.subject,
  row.isErased ? null : row.detail,
  row.before,
  row.after,
  row.address,
  row.userAgent,
  row.requestId,
  row.seq,
];

/** The head of the file for table programs, with the mark by which they know UTF-8. */
export const csvHead = (): string => `\ufeff${COLUMNS.join(',')}\r\n`;

/** One line of it. A cell that a table program would take for a formula begins with an apostrophe. */
export const csvLine = (row: AuditRow): string => `${cellsOf(row).map(csvCell).join(',')}\r\n`;

/** One line of the file for programs. */
export const jsonLine = (row: AuditRow): string => `${JSON.stringify(row)}\n`;

export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const whole = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  // where the program separates by something else, as a Spanish one does, what follows that begins a cell
  const safe =
    typeof value === 'number' ? text : whole.replace(/([;\t\r\n][\s"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An id as the database writes it. */
export const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The ids that a row speaks of, of people and things alike. */
export function idsIn({ actor, subject, detail, before, after }: AuditRow): string[] {
  const said = [detail, before ?? {}, after ?? {}].flatMap((values) => Object.values(values)).flat();
  return [actor.id, subject, ...said].filter((value): value is string => typeof value === 'string' && ID.test(value));
}
