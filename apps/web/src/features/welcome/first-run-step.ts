import type { ChannelRow } from '@recado/core/channels/contract';
import type { ConversationRow } from '@recado/core/conversations/contract';
import { sendingState } from '../channels/channel-status.ts';

/** Where a newcomer is, read from what exists: no number yet, nothing received, nothing answered, or through. */
export function firstRunStep(
  channels: readonly Pick<ChannelRow, 'state'>[],
  conversations: readonly Pick<ConversationRow, 'lastDirection' | 'lastAuthorKind'>[],
): 'connect' | 'receive' | 'answer' | 'finished' {
  const isConnected = channels.some(({ state }) => sendingState(state) !== 'gone');
  if (!isConnected && conversations.length === 0) return 'connect';
  if (conversations.length === 0) return 'receive';
  return conversations.some(({ lastDirection }) => lastDirection === 'out') ? 'finished' : 'answer';
}
