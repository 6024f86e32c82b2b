import { describe, expect, it } from 'vitest';
import { readWebEnv } from './env.ts';

const base = { DATABASE_URL: 'postgres://x', RECADO_PUBLIC_URL: 'https://recado.example', RECADO_MEDIA_DIR: '/tmp/m' };
const SECRET = 'sb_secret_of_a_project';
const PROJECT = { AUTH_PROVIDER: 'supabase', SUPABASE_URL: 'https://abc.supabase.co', SUPABASE_SECRET_KEY: SECRET };
/** An earlier key of a project: a token that names a role. */
const tokenOf = (role: string) =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ iss: 'supabase', role })).toString('base64url')}.sign`;

describe('who keeps passwords', () => {
  it('is the own database unless it is said, also when the variable is empty', () => {
    for (const env of [base, { ...base, AUTH_PROVIDER: '', SUPABASE_URL: '' }])
      expect(readWebEnv(env).AUTH_PROVIDER).toBe('embedded');
  });

  it.each([
    ['a project with its secret key', PROJECT],
    ['a project with the earlier form of that key', { ...PROJECT, SUPABASE_SECRET_KEY: tokenOf('service_role') }],
    ['an Auth server on this machine', { ...PROJECT, SUPABASE_URL: 'http://127.0.0.1:54321' }],
  ])('may be %s', (_what, env) => {
    expect(readWebEnv({ ...base, ...env }).AUTH_PROVIDER).toBe('supabase');
  });

  it.each([
    ['a provider that nobody knows', { AUTH_PROVIDER: 'auth0' }, /AUTH_PROVIDER: .*embedded.*supabase/],
    ['no address', { ...PROJECT, SUPABASE_URL: '' }, /SUPABASE_URL: .*the address of the project is needed/],
    [
      'an address in the open',
      { ...PROJECT, SUPABASE_URL: 'http://abc.example' },
      /SUPABASE_URL: .*must begin with https/,
    ],
    ['no key', { ...PROJECT, SUPABASE_SECRET_KEY: '' }, /SUPABASE_SECRET_KEY: .*a secret key of the project is needed/],
    ['the key of browsers', { ...PROJECT, SUPABASE_SECRET_KEY: 'sb_publishable_x' }, /SUPABASE_SECRET_KEY: .*browsers/],
    ['its earlier form', { ...PROJECT, SUPABASE_SECRET_KEY: tokenOf('anon') }, /SUPABASE_SECRET_KEY: .*browsers/],
  ])('is refused with a sentence when it is given %s', (_what, env, sentence) => {
    expect(() => readWebEnv({ ...base, ...env })).toThrow(sentence);
  });

  it('is refused without telling the key', () => {
    const key = tokenOf('anon');
    expect(() => readWebEnv({ ...base, ...PROJECT, SUPABASE_SECRET_KEY: key })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(key) }),
    );
  });
});
