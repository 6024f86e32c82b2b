import type { Asides, MarkRow, MessageRow, NoteRow } from '@recado/core/conversations/contract';

/** Puts notes into those that are known: each id once, the later state of each, in their places. */
export function mergeNotes(asides: Asides | undefined, told: readonly NoteRow[]): Asides | undefined {
  if (!asides) return asides;
  const byId = new Map(asides.notes.map((note) => [note.clientNoteId, note]));
  for (const note of told) {
    const known = byId.get(note.clientNoteId);
    if (!known || stateOf(note) >= stateOf(known)) byId.set(note.clientNoteId, note);
  }
  return { ...asides, notes: [...byId.values()].sort(byPlace) };
}

const stateOf = (note: NoteRow): string => note.deletedAt ?? note.editedAt ?? note.createdAt;
const byPlace = (one: NoteRow, other: NoteRow): number =>
  one.afterSeq - other.afterSeq || one.createdAt.localeCompare(other.createdAt);

export type Aside = { type: 'note'; at: string; note: NoteRow } | { type: 'mark'; at: string; mark: MarkRow };

/**
 * What stands after which message of the loaded ones, by its number; 0 is before all of them. What belongs above the loaded part waits for
 * its page, and what belongs below it too where it is not the end of the thread. What was done has no number: it stands after what had been stored by then.
 */
export function placeAsides(
  rows: readonly MessageRow[],
  asides: Asides,
  isComplete: boolean,
  isEnd = true,
): ReadonlyMap<number, readonly Aside[]> {
  const places = new Map<number, Aside[]>();
  const first = rows[0]?.seq ?? 0;
  const last = rows.at(-1)?.seq ?? 0;
  const put = (after: number, aside: Aside) => {
    if (!isEnd && after > last) return;
    // the last loaded message that is not beyond the place
    const at = rows.findLast(({ seq }) => seq <= after)?.seq ?? 0;
    if (at === 0 && !isComplete && after < first - 1) return;
    places.set(at, [...(places.get(at) ?? []), aside]);
  };
  for (const note of asides.notes) put(note.afterSeq, { type: 'note', at: note.createdAt, note });
  for (const mark of asides.marks) {
    const before = rows.findLast(({ createdAt }) => createdAt <= mark.at);
    // after the last one of a part that is not the end there may be others before it
    const isBelow = !isEnd && before?.seq === last;
    if ((before || isComplete) && !isBelow) put(before?.seq ?? 0, { type: 'mark', at: mark.at, mark });
  }
  for (const list of places.values()) list.sort((one, other) => one.at.localeCompare(other.at));
  return places;
}
