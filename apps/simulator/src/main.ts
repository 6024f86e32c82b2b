import '@recado/runtime/silence-console';
import '@recado/runtime/quick-keys';
import { createLogger } from '@recado/runtime/logger';
import { simulatorEnv } from './env.ts';
import { startSimulator } from './simulator.ts';

const env = simulatorEnv();
const log = createLogger({ name: 'simulator', level: env.RECADO_LOG_LEVEL });

if (env.RECADO_MODE !== 'embedded') {
  log.fatal('The simulator runs only with RECADO_MODE=embedded: it is no part of a production installation.');
  process.exit(1);
}

const simulator = await startSimulator({
  host: env.RECADO_SIMULATOR_HOST,
  port: env.RECADO_SIMULATOR_PORT,
  log,
  ...(env.RECADO_SIMULATOR_DATA && { data: env.RECADO_SIMULATOR_DATA }),
  ...(env.RECADO_SIMULATOR_TOKEN && { token: env.RECADO_SIMULATOR_TOKEN }),
  ...(env.RECADO_SIMULATOR_SEED && { seed: env.RECADO_SIMULATOR_SEED }),
}).catch((error: unknown) => {
  log.fatal({ err: error }, 'the simulator did not start');
  process.exit(1);
});
log.info({ url: simulator.httpUrl, ws: simulator.wsUrl, root: simulator.rootPublicKey }, 'simulator ready');

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the simulator did not stop cleanly');
        process.exit(1);
      },
    );
  });
}
