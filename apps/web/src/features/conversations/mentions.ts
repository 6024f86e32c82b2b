export type Mentionable = { personId: string; name: string };

/** The mention being typed where the cursor is: what stands after the last `@`, when that begins a word. Null when there is none. */
export function mentionAt(text: string, cursor: number): { from: number; query: string } | null {
  const before = text.slice(0, cursor);
  const from = before.lastIndexOf('@');
  if (from === -1 || (from > 0 && !/\s/.test(before[from - 1] ?? ''))) return null;
  const query = before.slice(from + 1);
  return query.includes('\n') || query.length > 40 ? null : { from, query };
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Who fits what is typed, by the beginning of any word of the name, whatever the accents. */
export const findMentionable = (people: readonly Mentionable[], query: string, most = 6): Mentionable[] =>
  people
    .filter(({ name }) => {
      const words = plain(name);
      const wanted = plain(query);
      return wanted === '' || words.startsWith(wanted) || words.includes(` ${wanted}`);
    })
    .slice(0, most);

/** Puts a name where the mention was being typed; answers the text and where the cursor is then. */
export function putMention(text: string, from: number, cursor: number, name: string): { text: string; cursor: number } {
  const head = `${text.slice(0, from)}@${name} `;
  return { text: head + text.slice(cursor).replace(/^ /, ''), cursor: head.length };
}

/** Those of the chosen people whose names still stand in the text. */
export const stillMentioned = (text: string, chosen: readonly Mentionable[]): string[] => [
  ...new Set(chosen.filter(({ name }) => text.includes(`@${name}`)).map(({ personId }) => personId)),
];

/** A note's text in pieces, so that the names of the mentioned stand out. */
export function piecesOf(text: string, names: readonly string[]): { text: string; isMention: boolean }[] {
  const marks = [...new Set(names)].sort((one, other) => other.length - one.length).map((name) => `@${name}`);
  const pieces: { text: string; isMention: boolean }[] = [];
  for (let at = 0; at < text.length; ) {
    const found = marks.find((mark) => text.startsWith(mark, at));
    const last = pieces.at(-1);
    if (found) pieces.push({ text: found, isMention: true });
    else if (last && !last.isMention) last.text += text[at];
    else pieces.push({ text: text[at] ?? '', isMention: false });
    at += found?.length ?? 1;
  }
  return pieces;
}
