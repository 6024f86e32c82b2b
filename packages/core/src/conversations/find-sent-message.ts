import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { MessageKind } from './contract.ts';

export type SentMessage = { kind: MessageKind; body: string | null; hasMedia: boolean };

/** What was sent under an id, for a recipient who could not read it and asks again; null when it is unknown. */
export async function findSentMessage(db: HolderDb, held: Held, providerId: string): Promise<SentMessage | null> {
  const [row] = await callAsHolder(
    async () =>
      await db`select app.find_sent_message(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${providerId}) message`,
  );
  return (row?.message as SentMessage | null) ?? null;
}
