// The safe door of reports: figures about a company's work.

/** What is counted for every day: messages by direction, threads and people with a message. */
export const usageMetrics = ['messages_in', 'messages_out', 'conversations_active', 'contacts_active'] as const;
export type UsageMetric = (typeof usageMetrics)[number];
