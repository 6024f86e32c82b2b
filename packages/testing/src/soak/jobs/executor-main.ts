import { createExecutor } from '@recado/embedded/executor';
import { createLogger } from '@recado/runtime/logger';
import { serveFetch } from '../../conformance/serve-fetch.ts';
import { takeSettings } from './settings.ts';

const settings = takeSettings();
const executor = createExecutor({
  databaseUrl: settings.databaseUrl,
  app: { url: `http://127.0.0.1:${settings.appPort}/api/inngest` },
  signingKey: settings.signingKey,
  eventKey: settings.eventKey,
  log: createLogger({ name: 'executor', level: settings.logLevel }),
  leaseMs: settings.leaseMs,
  // an app that is away uses up attempts, so they must outlast its absence
  backoffMs: (attempt) => Math.min(300 * 2 ** attempt, 5_000),
});
await serveFetch(executor.handle, settings.executorPort);
// as the product does: nothing is relayed before the functions are known
await executor.start();
for (;;) {
  // the database may be away: then the rows wait
  const moved = await executor.takeOutbox().catch(() => 0);
  if (moved === 0) await new Promise((resolve) => setTimeout(resolve, 25));
}
