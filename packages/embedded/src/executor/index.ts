export type {
  Executor,
  ExecutorOptions,
  ExecutorStats,
  InboundEvent,
  QueueCounts,
  RefusalReason,
  RetentionOptions,
} from './contract.ts';
export { createExecutor } from './create-executor.ts';
