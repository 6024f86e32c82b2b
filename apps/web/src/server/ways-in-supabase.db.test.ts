// The ways in by password and by mail, and fresh proofs, once more with the passwords kept by Supabase Auth: the guard asks another
// provider and nothing else changes.
import { startGoTrue } from '@recado/testing/servers/gotrue';
import { afterAll, expect, it, vi } from 'vitest';
import { keepPasswordsIn } from './trial/kept-by-supabase.ts';

// a password is hashed here, and once more at the project
vi.setConfig({ testTimeout: 60_000 });

const gotrue = await startGoTrue({ secretKey: 'sb_secret_of_these_tests' });
keepPasswordsIn({ url: gotrue.url, secretKey: 'sb_secret_of_these_tests' });
await import('./ways-in.db.test.ts');

it('asked Supabase for passwords, and ended every session that it opened there', () => {
  expect(gotrue.calls.filter((call) => call === 'POST /token').length).toBeGreaterThan(5);
  expect(gotrue.users.size).toBeGreaterThan(5);
  expect(gotrue.endings().filter((by) => by !== 'logout local')).toEqual([]);
});

afterAll(() => gotrue.close());
