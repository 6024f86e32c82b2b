// The server door of conversations: the inbox people read and write, and the pipeline that numbers feed.
export { addMedia } from './add-media.ts';
export { addNote } from './add-note.ts';
export { advanceDelivery, type DeliveryNews } from './advance-delivery.ts';
// the verbs of the process that holds a number's socket
export { assignConversation } from './assign-conversation.ts';
export { changeConversations } from './change-conversations.ts';
export { claimQueued, type QueuedMessage } from './claim-queued.ts';
export { countConversations } from './count-conversations.ts';
export { deleteNote } from './delete-note.ts';
export { deleteQuickReply } from './delete-quick-reply.ts';
export { deleteView } from './delete-view.ts';
export { editNote } from './edit-note.ts';
export { findSentMessage, type SentMessage } from './find-sent-message.ts';
export { finishMedia, type MediaEnd } from './finish-media.ts';
export { getConversation } from './get-conversation.ts';
export { getMedia } from './get-media.ts';
export { listAsides } from './list-asides.ts';
export { listConversations } from './list-conversations.ts';
export { listMessages } from './list-messages.ts';
export { listPendingMedia, type PendingMedia } from './list-pending-media.ts';
export { listQuickReplies } from './list-quick-replies.ts';
export { listSeers } from './list-seers.ts';
export { listViews } from './list-views.ts';
export { markRead } from './mark-read.ts';
export { proveWriter } from './prove-writer.ts';
export { readChanges } from './read-changes.ts';
export { type MediaToSend, readMediaForSending } from './read-media-for-sending.ts';
export { type InboundMedia, type InboundMessage, type ReceivedMessage, receiveMessages } from './receive-messages.ts';
export { requeueUnacknowledged } from './requeue-unacknowledged.ts';
export { restoreConversations } from './restore-conversations.ts';
export { retryMessage } from './retry-message.ts';
export { saveQuickReply } from './save-quick-reply.ts';
export { saveView } from './save-view.ts';
export { searchMessages } from './search-messages.ts';
export { sendMessage } from './send-message.ts';
// what the jobs call
export { sweepMedia } from './sweep-media.ts';
export { wakeConversations } from './wake-conversations.ts';
