import { callAsHolder, type Held, type HolderDb, storableJson } from '../kernel/index.ts';
import type { KeyUpdate } from './commit-keys.ts';
import { hex } from './store.ts';

/**
 * One update of a number's key store together with the messages that it gave up, which need no staging: texts of known people in
 * known threads, as conversations' `InboundMessage` has them. Answers false, and has done nothing, when one of them is anything else.
 */
export async function commitReceived(
  db: HolderDb,
  held: Held,
  { keys, credential }: Omit<KeyUpdate, 'staged'>,
  messages: readonly object[],
): Promise<boolean> {
  const json = storableJson(messages);
  const [row] = await callAsHolder(
    async () =>
      await db`select wa.commit_received(${held.workspaceId}, ${held.channelId}, ${held.fence},
        ${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.id)}::text[], ${keys.map((key) => hex(key.sealed))}::text[]::bytea[],
        ${credential}, ${json}::text::jsonb) done`,
  );
  return row?.done === true;
}
