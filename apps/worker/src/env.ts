import { readEnv, runtimeEnv } from '@recado/runtime/env';
import { z } from 'zod';

const workerEnv = runtimeEnv.extend({
  /** Postgres as the role recado_worker. */
  DATABASE_URL: z.string().min(1),
  /** Where files of messages live. */
  RECADO_MEDIA_DIR: z.string().min(1),
  /** Which numbers this process may hold: those of the real network, or the simulator's. Never both. */
  RECADO_WORKER_DRIVER: z.enum(['whatsapp', 'simulator']).default('whatsapp'),
  /** The simulator's WebSocket address on this machine. */
  RECADO_SIMULATOR_WS: z.string().url().optional(),
  /** The simulator's root public key, 32 bytes as hex. */
  RECADO_SIMULATOR_ROOT: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  RECADO_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** How many numbers this process holds at most. */
  RECADO_WORKER_MAX_CHANNELS: z.coerce.number().int().min(1).max(5000).default(200),
  /** `off` sends without pauses; for measuring on one machine only. */
  RECADO_PACING: z.enum(['on', 'off']).default('on'),
});

/** What the process does with numbers, decided once. The simulator exists only on this machine. */
export type Driver = { name: 'whatsapp' } | { name: 'simulator'; url: string /** 32 bytes */; root: Buffer };

export type WorkerConfig = {
  mode: 'embedded' | 'production';
  logLevel: string;
  release: string;
  sentryDsn: string | undefined;
  keys: { RECADO_KEYS?: string | undefined; RECADO_KEYS_FILE?: string | undefined };
  databaseUrl: string;
  mediaDir: string;
  driver: Driver;
  healthPort: number | undefined;
  maxChannels: number;
  isPaced: boolean;
};

/** Turns the environment into the worker's configuration; refuses what would let a simulator near real numbers. */
export function readWorkerConfig(source: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const env = readEnv(workerEnv, source);
  const refuse = (why: string): never => {
    throw new Error(why);
  };
  if (env.RECADO_PACING === 'off' && env.RECADO_MODE !== 'embedded')
    refuse('RECADO_PACING=off is for measuring on one machine; production always paces.');
  return {
    mode: env.RECADO_MODE,
    logLevel: env.RECADO_LOG_LEVEL,
    release: env.RECADO_RELEASE,
    sentryDsn: env.SENTRY_DSN,
    keys: { RECADO_KEYS: env.RECADO_KEYS, RECADO_KEYS_FILE: env.RECADO_KEYS_FILE },
    databaseUrl: env.DATABASE_URL,
    mediaDir: env.RECADO_MEDIA_DIR,
    driver: env.RECADO_WORKER_DRIVER === 'simulator' ? simulatorDriver(env, refuse) : { name: 'whatsapp' },
    healthPort: env.RECADO_HEALTH_PORT,
    maxChannels: env.RECADO_WORKER_MAX_CHANNELS,
    // a simulated number cannot be banned; what people try out there should answer at once
    isPaced: env.RECADO_PACING === 'on' && env.RECADO_WORKER_DRIVER === 'whatsapp',
  };
}

function simulatorDriver(env: z.output<typeof workerEnv>, refuse: (why: string) => never): Driver {
  if (env.RECADO_MODE !== 'embedded') return refuse('The simulator runs with RECADO_MODE=embedded only.');
  if (!env.RECADO_SIMULATOR_WS || !env.RECADO_SIMULATOR_ROOT)
    return refuse('RECADO_WORKER_DRIVER=simulator needs RECADO_SIMULATOR_WS and RECADO_SIMULATOR_ROOT.');
  if (!isLoopback(new URL(env.RECADO_SIMULATOR_WS).hostname))
    return refuse('RECADO_SIMULATOR_WS must be on this machine (127.0.0.1, ::1 or localhost).');
  return { name: 'simulator', url: env.RECADO_SIMULATOR_WS, root: Buffer.from(env.RECADO_SIMULATOR_ROOT, 'hex') };
}

/** Whether a host of a URL is this machine. */
export const isLoopback = (host: string): boolean => ['127.0.0.1', '::1', '[::1]', 'localhost'].includes(host);
