import { emailKey, networkOf, OWN_MACHINE_TIMES } from '@recado/core/identity/rules';
import { AppError, type Granted, kernelErrors, type RateStore } from '@recado/core/kernel';
import { type Keyring, mac, sha256 } from '@recado/runtime/crypto';
import { type RateClass, type RateLimit, rateClasses } from './classes.ts';
import { createSessionMeter } from './session-meter.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
/** Sessions that this process has answered, and addresses from which too many came that it has not. */
const REMEMBERED = 50_000;

/** Whoever calls, as far as rates care. */
export type Caller = {
  address: string | null;
  sessionId: string | null;
  /** Speaks for a caller whom their address would shut out. Asked only then. */
  vouched?: {
    /** Whether the session that they came with lives. */
    lives(): Promise<boolean>;
    /** Names the browser where it has logged in before: to the account that a call is about, or to anybody's where it is about none. */
    knownDevice(subject: string): Promise<string | null>;
  };
};

/** The headers of the draft standard for the tightest limit that a request met. */
export type RateHeaders = (headers: Record<string, string>) => void;

export type RequestRates = {
  /** Counts a call. `subject` is what it is about: an e-mail, the id of a sign-up. Throws kernel.tooManyRequests. */
  take(name: RateClass, subject?: string): Promise<void>;
  /** Told when it is known whether the caller's session was one. A call of one that never was counts for the address it came from. */
  settle(wasHonoured: boolean): Promise<void>;
};

/**
 * Limits calls. Addresses and subjects are counted under a keyed pseudonym that changes every week; the address is what the front door
 * believes by its count of proxies. Sessions are counted in the process and told to the store now and then.
 */
export function createRates(means: {
  store: RateStore;
  keyring: Keyring;
  log: { warn(details: object, text: string): void };
  /** Whether callers from loopback are the only person of this machine. */
  isOwnMachine?: boolean;
  now?: () => number;
}) {
  const { store, keyring, log, isOwnMachine = false, now = Date.now } = means;
  const keyOf = (name: string, who: string): Buffer =>
    sha256(mac(keyring, 'rate', `${name}|${Math.floor(now() / WEEK_MS)}|${who}`));

  async function ask(name: RateClass, who: string, times = 1): Promise<Granted> {
    const limit: RateLimit = rateClasses[name];
    const allowed = limit.allowed * times;
    try {
      return await store.take(keyOf(name, who), { allowed, seconds: limit.seconds }, 1);
    } catch (error) {
      return away(error, limit);
    }
  }

  function away(error: unknown, limit: RateLimit, calls = 1): Granted {
    log.warn({ err: error }, 'rates cannot be counted');
    if (limit.whenAway === 'refuse') throw new AppError('kernel.unavailable', 'UNAVAILABLE');
    return { granted: calls, remaining: limit.allowed - calls, resetMs: limit.seconds * 1000 };
  }

  const meter = createSessionMeter(
    rateClasses.app,
    (session, minute, calls) =>
      // the key names its minute, so what the store keeps of it may outlive it
      store
        .take(keyOf('app', `${session}|${minute}`), rateClasses.app, calls)
        .catch((error: unknown) => away(error, rateClasses.app, calls)),
    now,
  );

  const honoured = new Set<string>();
  const overclaimed = new Map<string, number>();
  const remember = <Kept extends Set<string> | Map<string, number>>(kept: Kept): Kept => {
    if (kept.size >= REMEMBERED) kept.clear();
    return kept;
  };

  return {
    /** The rates of a request of a caller, whose answer gets the headers. */
    of({ address, sessionId, vouched }: Caller, setHeaders: RateHeaders): RequestRates {
      const network = networkOf(address);
      const times = isOwnMachine && (address === '127.0.0.1' || address === '::1') ? OWN_MACHINE_TIMES : 1;
      let tightest = Number.POSITIVE_INFINITY;

      function tell(name: RateClass, got: Granted, factor = 1): void {
        const limit = rateClasses[name].allowed * factor;
        const seconds = Math.ceil(got.resetMs / 1000);
        const share = got.granted > 0 ? got.remaining / limit : -1;
        if (share < tightest) {
          tightest = share;
          setHeaders({
            'ratelimit-limit': String(limit),
            'ratelimit-remaining': String(Math.max(0, got.remaining)),
            'ratelimit-reset': String(seconds),
            ...(got.granted > 0 ? {} : { 'retry-after': String(Math.max(1, seconds)) }),
          });
        }
        if (got.granted === 0) throw kernelErrors.tooManyRequests({ seconds: Math.max(1, seconds) });
      }

      /**
       * An address that came with sessions nobody holds, again and again, has no more of them looked at for a while; one that lives is answered from
       * everywhere.
       */
      async function refuseClaims(session: string): Promise<void> {
        const until = honoured.has(session) ? undefined : overclaimed.get(network);
        if (until === undefined) return;
        const resetMs = until - now();
        if (resetMs <= 0) overclaimed.delete(network);
        else if (await vouched?.lives()) remember(honoured).add(session);
        else tell('claimed', { granted: 0, remaining: 0, resetMs }, times);
      }

      return {
        async settle(wasHonoured) {
          if (!sessionId) return;
          if (wasHonoured) remember(honoured).add(sessionId);
          if (honoured.has(sessionId)) return;
          const { granted, resetMs } = await ask('claimed', network, times);
          if (granted === 0) remember(overclaimed).set(network, now() + resetMs);
        },
        async take(name, subject = '') {
          const { by }: RateLimit = rateClasses[name];
          if (sessionId && (by === 'session' || by === 'caller')) await refuseClaims(sessionId);
          if (by === 'session' && sessionId) return tell(name, await meter(sessionId));
          if (by === 'session') return tell('anonymous', await ask('anonymous', network, times), times);
          const who =
            by === 'key'
              ? subject
              : by === 'caller' && sessionId
                ? sessionId
                : by === 'subject'
                  ? `${network}|${emailKey(subject)}`
                  : network;
          const factor = by === 'key' || who === sessionId ? 1 : times;
          const own = ask(name, who, factor);
          // a session that is only claimed spares nobody the limit of their address where somebody proves who they are
          const all = by === 'subject' || (by === 'caller' && !sessionId) ? ask('anonymous', network, times) : null;
          const [mine, everybody] = await Promise.all([own, all]);
          // who shares an address with a crowd, or with whoever guesses, gets in where they have been in before: by tries of that browser's own
          if (by === 'subject' && (mine.granted === 0 || everybody?.granted === 0)) {
            const device = await vouched?.knownDevice(subject);
            if (device) return tell(name, await ask(name, `${device}|${emailKey(subject)}`));
          }
          if (everybody) tell('anonymous', everybody, times);
          tell(name, mine, factor);
        },
      };
    },
  };
}

export type Rates = ReturnType<typeof createRates>;
