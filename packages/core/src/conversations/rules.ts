// What a quick reply may say, and what becomes of it for one customer.

/** What stands in a quick reply for something of the customer, the writer or the company. */
export const replyVariables = [
  'contact.name',
  'contact.firstName',
  'contact.phone',
  'agent.name',
  'agent.firstName',
  'workspace.name',
] as const;
export type ReplyVariable = (typeof replyVariables)[number];

const pattern = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;
const isKnown = (name: string): name is ReplyVariable => (replyVariables as readonly string[]).includes(name);

/** The variables of a text that nothing is known of, as they are written, each once. */
export const unknownVariables = (text: string): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? '').filter((name) => !isKnown(name))),
];

/** The text for one customer: `{{contact.name|amiga}}` says `amiga` where the customer has no name. `missing` are those with neither. */
export function fillVariables(
  text: string,
  values: Partial<Record<ReplyVariable, string | null>>,
): { text: string; missing: ReplyVariable[] } {
  const missing: ReplyVariable[] = [];
  const filled = text.replace(pattern, (whole, name: string, fallback: string | undefined) => {
    if (!isKnown(name)) return whole;
    const value = values[name]?.trim() || fallback?.trim();
    if (!value) missing.push(name);
    return value ?? '';
  });
  // what a gap leaves between words
  return { text: missing.length > 0 ? filled.replace(/ {2,}/g, ' ').replace(/ ([,.;:!?])/g, '$1') : filled, missing };
}
