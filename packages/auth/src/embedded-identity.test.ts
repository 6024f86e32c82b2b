import { describe, expect, it } from 'vitest';
import { embeddedIdentity } from './embedded-identity.ts';

describe('the embedded identity provider', () => {
  const identity = embeddedIdentity();

  it('accepts the password it hashed, in either form of its accents, and refuses another', async () => {
    const stored = await identity.hashPassword('mañana llueve café');
    expect(stored.startsWith('$argon2id$v=19$m=65536,t=3,p=1$')).toBe(true);
    expect(await identity.checkPassword(stored, 'mañana llueve café'.normalize('NFD'))).toBe(true);
    expect(await identity.checkPassword(stored, 'mañana llueve cafe')).toBe(false);
  });

  it('refuses every password when there is no stored one', async () => {
    expect(await identity.checkPassword(null, 'nobody has this password')).toBe(false);
  });
});
