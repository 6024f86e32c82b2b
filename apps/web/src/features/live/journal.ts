/**
 * Remembers the latest changes of the stream, so that an answer of the server that was on its way while they arrived does not
 * take them back: it is merged with everything that came since its question was asked.
 */
export function createJournal<Change>(longest = 1_000) {
  let changes: Change[] = [];
  let dropped = 0;
  return {
    note(more: readonly Change[]) {
      changes.push(...more);
      if (changes.length > longest) {
        dropped += changes.length - longest;
        changes = changes.slice(-longest);
      }
    },
    /** A place in the journal, to be given to `since`. */
    mark: () => dropped + changes.length,
    since: (mark: number): readonly Change[] => changes.slice(Math.max(0, mark - dropped)),
  };
}
