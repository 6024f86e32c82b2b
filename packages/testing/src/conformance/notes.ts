/** One side effect of a function: what happened, in which run, when. */
export type Note = { what: string; value?: unknown; run: string; at: number };

/** Side effects in the order in which they happened, kept in memory. */
export type Notes = {
  add(note: Omit<Note, 'at'>): void;
  all(what?: string): Note[];
};

/** A fresh record of side effects. */
export function openNotes(): Notes {
  const notes: Note[] = [];
  return {
    add: (note) => void notes.push({ ...note, at: performance.now() }),
    all: (what) => (what === undefined ? [...notes] : notes.filter((note) => note.what === what)),
  };
}
