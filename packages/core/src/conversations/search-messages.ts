import { answerInTime, hotQuery } from '../kernel/index.ts';
import { cutSnippet } from './cut-snippet.ts';
import { type MessageHit, type MessageSearch, SearchMessages } from './search-contract.ts';

const WITHIN_MS = 2_000;
const NOTHING = { hits: [], hasMore: false, isLoose: false, reached: null } as const;

type Found = {
  state: 'found' | 'tooShort' | 'onlyCommon';
  rows?: (Omit<MessageHit, 'snippet'> & { body: string })[];
  more?: boolean;
  loose?: boolean;
  reached?: string | null;
  stems?: string[];
};

/** A page of the messages that say something, newest first, among those that this person sees. One round trip, and an answer after two seconds at most. */
export const searchMessages = hotQuery({
  input: SearchMessages,
  needs: 'conversations.read',
  async call(caller, door, input): Promise<MessageSearch> {
    const rows = await answerInTime(
      caller,
      { ...door, needs: 'conversations.read' },
      (
        ctx,
      ) => ctx.db`select app.search_messages(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${input.text}, ${input.before?.loose ?? false},
        ${input.before?.occurredAt ?? null}::text::timestamptz, ${input.before?.id ?? null}, ${input.limit}, ${input.channelId ?? null}, ${input.contactId ?? null},
        ${input.personId ?? null}, ${input.side === undefined ? null : input.side === 'them' ? 'in' : 'out'}, ${input.from ?? null}::text::timestamptz,
        ${input.to ?? null}::text::timestamptz, ${input.kinds ?? null}::text[]) found`,
      WITHIN_MS,
    );
    if (rows === null) return { state: 'timedOut', ...NOTHING };
    const found = (rows[0] as { found: Found }).found;
    if (found.state !== 'found') return { state: found.state, ...NOTHING };
    const { rows: said = [], stems = [], more = false, loose = false, reached = null } = found;
    return {
      state: 'found',
      hits: said.map(({ body, ...row }) => ({ ...row, snippet: cutSnippet(body, stems) })),
      hasMore: more,
      isLoose: loose,
      reached,
    };
  },
});
