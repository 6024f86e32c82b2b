import { hash, verify } from '@node-rs/argon2';
import type { IdentityProvider } from './identity-provider.ts';
import { ISSUER, isKeptElsewhere } from './password-text.ts';

// argon2id (the library's default algorithm) at 64 MiB, three passes: 68 ms of one core
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;
/** Hashes at once: each takes 64 MiB, so a flood of logins queues instead of filling the memory. */
const AT_ONCE = 4;

/** Passwords by argon2id in our own database. One that was given to a provider elsewhere is as good as none here. */
export function embeddedIdentity(options: { now?: () => Date } = {}): IdentityProvider {
  const { now = () => new Date() } = options;
  const turn = queue(AT_ONCE);
  // what an unknown e-mail is checked against, so that it costs what a known one costs
  let decoy: Promise<string> | null = null;
  return {
    name: 'embedded',
    hashPassword: (password) => turn(() => hash(password.normalize('NFKC'), COST)),
    async checkPassword(account, password) {
      decoy ??= hash('nobody has this password', COST);
      const held = account && !isKeptElsewhere(account.held) ? account.held : null;
      const against = held ?? (await decoy);
      const good = await turn(() => verify(against, password.normalize('NFKC')));
      if (!account || held === null || !good) return null;
      return { provider: 'embedded', issuer: ISSUER, subject: account.personId, amr: ['pwd'], authTime: now() };
    },
    takeOver: null,
    // the row of the person is all there is
    forget: async () => {},
  };
}

function queue(atOnce: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await run();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
