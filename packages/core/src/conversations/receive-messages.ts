import { callAsHolder, type Held, type HolderDb, storableJson } from '../kernel/index.ts';
import type { MediaFacts, MessageKind } from './contract.ts';

export type InboundMedia = MediaFacts & {
  /** Base64 of the sealed place and key of the file on WhatsApp's servers. */
  sealedSource: string;
};

/** A message as a number received it, or as somebody typed it on the number's own phone. */
export type InboundMessage = {
  providerId: string;
  direction: 'in' | 'out';
  /** Where an answer goes. */
  address: string;
  identities: { kind: 'wa_pn' | 'wa_lid' | 'wa_group'; value: string }[];
  chatKind: 'person' | 'group';
  profileName: string | null;
  authorName: string | null;
  kind: MessageKind;
  body: string | null;
  media?: InboundMedia;
  occurredAt: string;
  /** It waited on the server while nobody was connected. */
  recovered: boolean;
  /** It comes from the phone's memory: neither news nor work. */
  history?: boolean;
  /** For what the phone sent before, how far it had come. */
  status?: 3 | 4 | 5 | 6;
  quotedProviderId: string | null;
  detail: Record<string, unknown> | null;
  staged: number[];
};

/** `unstored` is of a chat that is not the company's: nothing of it is here. */
export type ReceivedMessage =
  | { messageId: string; conversationId: string; mediaId: string | null; outcome: 'stored' | 'replaced' | 'known' }
  | { messageId: null; conversationId: null; mediaId: null; outcome: 'unstored' };

/**
 * Stores messages in the order given and deletes what was staged for them, in one transaction. One answer per message.
 * A message that is known already changes nothing.
 */
export async function receiveMessages(db: HolderDb, held: Held, items: InboundMessage[]): Promise<ReceivedMessage[]> {
  const json = storableJson(items);
  const rows = await callAsHolder(
    async () =>
      await db`select * from app.receive_messages(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${json}::text::jsonb)`,
  );
  return rows.map(
    (row) =>
      ({
        messageId: row.message_id,
        conversationId: row.conversation_id,
        mediaId: row.media_id,
        outcome: row.outcome,
      }) as ReceivedMessage,
  );
}
