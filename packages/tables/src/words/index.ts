// Several words in one cell, as our own files write them and read them back: what stands between them may stand in a word as well.
const JOINT = '; ';

/** One cell for all of them. A joint inside a word is marked, and so is a mark. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => word.replace(/\\|;(?=\s|$)/g, (each) => `\\${each}`)).join(JOINT);

/** The words that `joinWords` put into a cell, each once. */
export const splitJoined = (cell: string): string[] => {
  const words = cell.match(/(?:\\[\s\S]|[^\\;]|;(?! ))+/g) ?? [];
  return [...new Set(words.map((word) => word.replace(/\\([\s\S])/g, '$1').trim()))].filter((word) => word !== '');
};
