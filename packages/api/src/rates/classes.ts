// How often who may call what. A procedure or route declares its class by name; a class that nobody declares yet waits for its endpoints.

export type RateLimit = {
  allowed: number;
  seconds: number;
  /**
   * Whom it is counted for: `session`; `caller`, the session or else the address; `subject`, the address together with what the call is about,
   * so that an office behind one address is not one person; `key`, an API key.
   */
  by: 'session' | 'caller' | 'subject' | 'address' | 'key';
  /** When the store is away: nothing that proves who somebody is goes on unlimited; everything else does. */
  whenAway: 'refuse' | 'allow';
};

export const rateClasses = {
  /** Proving who one is: passwords, codes, links. */
  auth: { allowed: 5, seconds: 60, by: 'subject', whenAway: 'refuse' },
  /** Whether an address can be used. */
  emailCheck: { allowed: 10, seconds: 60, by: 'subject', whenAway: 'refuse' },
  /** Having a code sent. */
  otp: { allowed: 3, seconds: 60, by: 'subject', whenAway: 'refuse' },
  /** Opening an access link: nobody guesses its secret, and its PIN has tries of its own. */
  link: { allowed: 30, seconds: 60, by: 'subject', whenAway: 'refuse' },
  /** What the product's own screens call. */
  app: { allowed: 1200, seconds: 60, by: 'session', whenAway: 'allow' },
  /** Changing one's picture: each is read and weighed. */
  photo: { allowed: 10, seconds: 60, by: 'caller', whenAway: 'allow' },
  api: { allowed: 100, seconds: 60, by: 'caller', whenAway: 'allow' },
  workers: { allowed: 60, seconds: 60, by: 'caller', whenAway: 'allow' },
  ai: { allowed: 20, seconds: 60, by: 'caller', whenAway: 'allow' },
  /** Everything without a session from one address together, on top of the call's own class; pages and their assets are not counted. */
  anonymous: { allowed: 100, seconds: 900, by: 'address', whenAway: 'allow' },
  /** Calls of sessions that nobody holds, from one address together. */
  claimed: { allowed: 300, seconds: 900, by: 'address', whenAway: 'allow' },
  keyFree: { allowed: 50, seconds: 60, by: 'key', whenAway: 'allow' },
  keyMiddle: { allowed: 500, seconds: 60, by: 'key', whenAway: 'allow' },
  keyTop: { allowed: 5000, seconds: 60, by: 'key', whenAway: 'allow' },
} as const satisfies Record<string, RateLimit>;

export type RateClass = keyof typeof rateClasses;

/** The class of the calls of an API key by its account's plan. */
export function keyClassOf(plan: string): 'keyFree' | 'keyMiddle' | 'keyTop' {
  // the plans of other catalogues begin with the catalogue's name
  const name = plan.split('_').at(-1) as string;
  if (['trial', 'free', 'starter'].includes(name)) return 'keyFree';
  return name === 'agency' || name === 'enterprise' ? 'keyTop' : 'keyMiddle';
}
