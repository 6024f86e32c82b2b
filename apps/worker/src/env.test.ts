import { expect, it } from 'vitest';
import { readWorkerConfig } from './env.ts';

const base = { DATABASE_URL: 'postgres://x', RECADO_MEDIA_DIR: '/tmp/m', RECADO_KEYS: 'k1:x' };
const simulated = {
  ...base,
  RECADO_MODE: 'embedded',
  RECADO_WORKER_DRIVER: 'simulator',
  RECADO_SIMULATOR_WS: 'ws://127.0.0.1:4000/ws/chat',
  RECADO_SIMULATOR_ROOT: 'ab'.repeat(32),
};

it('serves the real network in production unless told otherwise', () => {
  expect(readWorkerConfig(base)).toMatchObject({ mode: 'production', driver: { name: 'whatsapp' }, isPaced: true });
});

it('serves the simulator of this machine when embedded', () => {
  expect(readWorkerConfig(simulated).driver).toMatchObject({ name: 'simulator', url: simulated.RECADO_SIMULATOR_WS });
});

it.each([
  ['a simulator in production', { ...simulated, RECADO_MODE: 'production' }],
  ['a simulator when the mode is not said', { ...simulated, RECADO_MODE: '' }],
  ['a simulator on another machine', { ...simulated, RECADO_SIMULATOR_WS: 'ws://10.0.0.7:4000/ws/chat' }],
  ['a simulator without its root', { ...simulated, RECADO_SIMULATOR_ROOT: '' }],
  ['a root that is no key', { ...simulated, RECADO_SIMULATOR_ROOT: 'abcd' }],
  ['unpaced sending in production', { ...base, RECADO_PACING: 'off' }],
  ['an unknown driver', { ...base, RECADO_WORKER_DRIVER: 'both' }],
])('refuses %s', (_what, env) => {
  expect(() => readWorkerConfig(env)).toThrow();
});
