import { createLogger } from '@recado/runtime/logger';
import { readIssuerEnv } from './env.ts';
import { startIssuer } from './issuer.ts';

const log = createLogger({ name: 'issuer' });
const env = readIssuerEnv();
const issuer = await startIssuer({
  port: env.RECADO_ISSUER_PORT,
  publicUrl: env.RECADO_PUBLIC_URL,
  client: { id: env.RECADO_ISSUER_CLIENT_ID, secret: env.RECADO_ISSUER_CLIENT_SECRET },
});
log.info({ url: issuer.url }, 'ready');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void issuer.stop().then(() => process.exit(0)));
}
