import { createExecutor, type Executor } from '@recado/embedded/executor';
import { createLogger } from '@recado/runtime/logger';
import type { Inngest, InngestFunction } from 'inngest';
import { APP_URL, KEYS, serveInProcess } from './serve-in-process.ts';

/** The embedded executor with its app in this very process, as `npm start` runs it. */
export async function openInProcess(options: {
  databaseUrl: string;
  workers: number;
  functions: (inngest: Inngest) => InngestFunction.Any[];
}): Promise<Executor> {
  const app = serveInProcess(options.functions, (request) => executor.handle(request));
  const executor: Executor = createExecutor({
    databaseUrl: options.databaseUrl,
    app: { url: APP_URL, fetch: app },
    ...KEYS,
    log: createLogger({ name: 'executor', level: 'warn', stream: process.stderr }),
    workers: options.workers,
  });
  await executor.start();
  return executor;
}
