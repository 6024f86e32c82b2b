import { advanceDelivery, type DeliveryNews } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import { createBreather } from '../breather.ts';
import type { Services } from '../services.ts';

const PAUSE_MS = 3;
const MOST = 500;

export type StatusBatch = {
  /** Resolves when the news is stored; rejects when this process may not store it any more. */
  push(news: DeliveryNews): Promise<void>;
  idle(): Promise<void>;
  stop(): void;
};

/** Gathers acks and receipts for a few milliseconds and stores them by one call; order does not matter, because a status only grows. */
export function createStatusBatch(services: Services, held: Held): StatusBatch {
  const pending: { news: DeliveryNews; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  const breather = createBreather();
  let isStopped = false;

  async function flush(): Promise<void> {
    const batch = pending.splice(0, MOST);
    try {
      const news = batch.map((each) => each.news);
      const moved = await breather.around(() => advanceDelivery(services.db, held, news));
      if (moved > 0) services.hints.changed(held.workspaceId);
      for (const each of batch) each.resolve();
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
  }
  const schedule = (): void => {
    if (timer || running) return;
    timer = setTimeout(
      () => {
        timer = null;
        running = flush().finally(() => {
          running = null;
          if (pending.length > 0) schedule();
        });
      },
      Math.max(PAUSE_MS, breather.left()),
    );
  };
  return {
    push(news) {
      if (isStopped) return Promise.reject(new Error('The number is not held any more.'));
      return new Promise((resolve, reject) => {
        pending.push({ news, resolve, reject });
        schedule();
      });
    },
    async idle() {
      while (timer || running || pending.length > 0) {
        if (running) await running;
        else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    },
    stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
      timer = null;
      for (const each of pending.splice(0)) each.reject(new Error('The number is not held any more.'));
    },
  };
}
