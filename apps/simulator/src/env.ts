import { readEnv, runtimeEnv } from '@recado/runtime/env';
import { z } from 'zod';

const schema = runtimeEnv.pick({ RECADO_MODE: true, RECADO_LOG_LEVEL: true }).extend({
  RECADO_SIMULATOR_PORT: z.coerce.number().int().min(0).max(65535).default(4301),
  /** A loopback address; any other is refused at start. */
  RECADO_SIMULATOR_HOST: z.string().default('127.0.0.1'),
  /** The folder of the simulated network's state; without one it lives in memory and dies with the process. */
  RECADO_SIMULATOR_DATA: z.string().optional(),
  /** Bearer token of the control API; without one a new one is made at each start and known to the page only. */
  RECADO_SIMULATOR_TOKEN: z.string().min(16).optional(),
  /** Makes ids repeatable, for tests. */
  RECADO_SIMULATOR_SEED: z.string().optional(),
});

export type SimulatorEnv = z.output<typeof schema>;

/** The simulator's slice of the environment; throws EnvError naming every problem at once. */
export const simulatorEnv = (): SimulatorEnv => readEnv(schema, process.env);
