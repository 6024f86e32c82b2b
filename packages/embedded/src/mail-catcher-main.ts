import { createLogger } from '@recado/runtime/logger';
import { readMailCatcherEnv } from './env.ts';
import { startMailCatcher } from './mail-catcher.ts';

const log = createLogger({ name: 'mailbox' });
const env = readMailCatcherEnv();
const catcher = await startMailCatcher({
  folder: env.RECADO_MAILBOX_DATA,
  smtpPort: env.RECADO_SMTP_PORT,
  httpPort: env.RECADO_MAILBOX_PORT,
});
log.info({ smtp: catcher.smtpPort, http: catcher.httpPort }, 'ready');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void catcher.stop().then(() => process.exit(0)));
}
