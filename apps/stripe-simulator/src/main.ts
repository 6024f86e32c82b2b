import '@recado/runtime/silence-console';
import { createLogger } from '@recado/runtime/logger';
import { stripeSimulatorEnv } from './env.ts';
import { startStripeSimulator } from './stripe-simulator.ts';

const env = stripeSimulatorEnv();
const log = createLogger({ name: 'stripe-simulator', level: env.RECADO_LOG_LEVEL });

if (env.RECADO_MODE !== 'embedded') {
  log.fatal('The simulator of Stripe runs only with RECADO_MODE=embedded: it is no part of a production installation.');
  process.exit(1);
}

const [secret, webhook] = env.RECADO_STRIPE_SIMULATOR_WEBHOOK?.split(/@(.*)/s) ?? [];
const simulator = await startStripeSimulator({
  key: env.RECADO_STRIPE_SIMULATOR_KEY,
  port: env.RECADO_STRIPE_SIMULATOR_PORT,
  log,
  ...(env.RECADO_STRIPE_SIMULATOR_DATA && { data: env.RECADO_STRIPE_SIMULATOR_DATA }),
  ...(secret && webhook && { webhook: { url: webhook, secret } }),
}).catch((error: unknown) => {
  log.fatal({ err: error }, 'the simulator of Stripe did not start');
  process.exit(1);
});
log.info({ url: simulator.url }, 'simulator of Stripe ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the simulator of Stripe did not stop cleanly');
        process.exit(1);
      },
    );
  });
}
