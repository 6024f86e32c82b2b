import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { identityErrors } from '@recado/core/identity/contract';
import type { AuthError, SupabaseClient } from '@supabase/supabase-js';
import { embeddedIdentity } from './embedded-identity.ts';
import type { AuthProof, IdentityProvider, PasswordAccount } from './identity-provider.ts';
import { addressIn, isKeptElsewhere, markOf, textForGoTrue } from './password-text.ts';

/** No answer of GoTrue is waited for any longer. */
const TIMEOUT_MS = 4_000;
/** Wrong is answered no earlier: GoTrue's own time depends on how it hashed a password. */
const EVEN_MS = 600;
/** A user that nobody can log in as; its domain never exists. E-mails that nobody has are asked about under this one. */
const NOBODY = 'nobody@recado.invalid';

export type SupabaseOptions = {
  /** The address of the project. */
  url: string;
  /** A secret key of it: it may do everything there, so it stays in this process. */
  secretKey: string;
  log: { warn(details: object, text: string): void };
  timeoutMs?: number;
  evenMs?: number;
  now?: () => Date;
};

/**
 * Passwords in Supabase Auth. A person of ours is a user there under the same id, made by us and never found by an e-mail: whoever else uses
 * that address in the project is nobody to us. What GoTrue opens when a password is right is ended at once, and its tokens go nowhere.
 */
export function supabaseIdentity(options: SupabaseOptions): IdentityProvider {
  const { url, secretKey, log, timeoutMs = TIMEOUT_MS, evenMs = EVEN_MS, now = () => new Date() } = options;
  const issuer = `${url.replace(/\/+$/, '')}/auth/v1`;
  const own = embeddedIdentity({ now });

  // whoever keeps passwords here never loads it
  const library = import('@supabase/supabase-js');
  // one for each question: a client remembers the tokens of whoever it logged in, and this way they die with it
  const client = async (): Promise<SupabaseClient> =>
    (await library).createClient(url, secretKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: {
        // a redirect would carry passwords somewhere else
        fetch: (input, init) => fetch(input, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }),
      },
    });

  function away(error: AuthError, act: string): Error {
    log.warn(
      { act, status: error.status ?? 0, code: error.code ?? error.name },
      'Supabase Auth did not do what it was asked',
    );
    return identityErrors.providerUnavailable({}, { cause: new Error(`Supabase Auth: ${error.code ?? error.name}`) });
  }

  let hasDecoy = false;
  /** The user that nobody is, once for a process, hashed like those of new people; nobody waits for it. */
  async function ensureDecoy(): Promise<void> {
    if (hasDecoy) return;
    hasDecoy = true;
    const password_hash = await own.hashPassword(randomBytes(32).toString('base64'));
    const { error } = await (await client()).auth.admin.createUser({
      email: NOBODY,
      email_confirm: true,
      password_hash,
    });
    hasDecoy = !error || error.code === 'email_exists';
  }

  /** One question, the same for everybody: whether a password is the one of an address there. Answers whose it is. */
  async function ask(email: string, password: string): Promise<string | null> {
    const { auth } = await client();
    const { data, error } = await auth.signInWithPassword({ email, password: textForGoTrue(password) });
    if (error) {
      if (error.code === 'invalid_credentials' || error.code === 'user_banned') return null;
      throw away(error, 'check a password');
    }
    const left = await auth.admin.signOut(data.session.access_token, 'local');
    if (left.error)
      log.warn(
        { status: left.error.status ?? 0 },
        'a session of Supabase ends by its age only; its tokens are forgotten',
      );
    return data.user.id;
  }

  async function judge(account: PasswordAccount | null, password: string): Promise<AuthProof | null> {
    ensureDecoy().catch(() => {
      hasDecoy = false;
    });
    // every question takes the same two steps: ours, as long for who has nothing here, and theirs, as long for who has nothing there
    const proof = await own.checkPassword(ours(account), password);
    if (proof) return proof;
    const fitted = textForGoTrue(password);
    if (fitted !== password.normalize('NFKC')) {
      const long = await own.checkPassword(ours(account), fitted);
      if (long) return long;
    }
    const known = account && isKeptElsewhere(account.held) ? account.held : null;
    const subject = await ask(known ? addressIn(known) : NOBODY, password);
    if (!account || !known || subject !== account.personId) return null;
    return { provider: 'supabase', issuer, subject, amr: ['pwd'], authTime: now() };
  }

  return {
    name: 'supabase',
    hashPassword: (password) => own.hashPassword(textForGoTrue(password)),
    async checkPassword(account, password) {
      const even = wait(evenMs);
      const proof = await judge(account, password).catch(async (error) => {
        await even;
        throw error;
      });
      if (!proof) await even;
      return proof;
    },
    async takeOver(account, password) {
      const { admin } = (await client()).auth;
      const of = { email: account.email, email_confirm: true };
      const secret = password === null ? { password_hash: account.held } : { password: textForGoTrue(password) };
      // who was there before may have another password: a hash can only be given to somebody new
      const known = password === null ? null : await admin.updateUserById(account.personId, { ...of, ...secret });
      if (known && !known.error) return markOf(account.email);
      if (known?.error && known.error.code !== 'user_not_found') throw away(known.error, 'replace a password');
      const made = await admin.createUser({ id: account.personId, ...of, ...secret });
      if (!made.error) return markOf(account.email);
      if (made.error.code !== 'email_exists') throw away(made.error, 'take a password');
      log.warn(
        { personId: account.personId },
        'the project has another user with this address; the password stays with us',
      );
      return null;
    },
    async forget(personId) {
      const { error } = await (await client()).auth.admin.deleteUser(personId);
      if (error && error.code !== 'user_not_found') throw away(error, 'forget a person');
    },
  };
}

/** Somebody whose password is elsewhere has nothing here. */
const ours = (account: PasswordAccount | null): PasswordAccount | null =>
  account && !isKeptElsewhere(account.held) ? account : null;
