// The server door of conversations: the inbox people read and write, and the pipeline that numbers feed.
export { addMedia } from './add-media.ts';
export { countConversations } from './count-conversations.ts';
export { getConversation } from './get-conversation.ts';
export { getMedia } from './get-media.ts';
export { listConversations } from './list-conversations.ts';
export { listMessages } from './list-messages.ts';
export { markRead } from './mark-read.ts';
export { proveWriter } from './prove-writer.ts';
export { readChanges } from './read-changes.ts';
export { retryMessage } from './retry-message.ts';
export { sendMessage } from './send-message.ts';
