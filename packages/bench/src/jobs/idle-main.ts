import { openInProcess } from './in-process.ts';
import { oneStep } from './serve-in-process.ts';

const [databaseUrl = '', workers = '16'] = process.argv.slice(2);
await openInProcess({
  databaseUrl,
  workers: Number(workers),
  functions: (inngest) => [
    oneStep('single', () => {})(inngest),
    // due in a month at the earliest, but watched
    inngest.createFunction({ id: 'clock', triggers: [{ cron: '0 0 1 * *' }] }, () => {}),
  ],
});
process.send?.('ready');
