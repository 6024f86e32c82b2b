import { postgresRates } from '@recado/api/rates';
import type { FederatedProvider, IdentityProvider, Passkeys, ProviderName } from '@recado/auth';
import { embeddedIdentity, passkeysFor, supabaseIdentity } from '@recado/auth';
import { countEarlyPlaces } from '@recado/core/billing';
import type { BillingProvider } from '@recado/core/billing/contract';
import { takesOffers } from '@recado/core/billing/rules';
import { draftKeysOf, getViewer, settleRefusal } from '@recado/core/identity';
import { CAPTCHA_MINUTES, type DraftKey, type Viewer } from '@recado/core/identity/contract';
import { AppError, type PublicCtx, type RateStore } from '@recado/core/kernel';
import { enterStaff } from '@recado/core/operations';
import type { StaffPerson } from '@recado/core/operations/contract';
import { loadOffer } from '@recado/core/plans';
import { connect, createHints, type Database } from '@recado/db';
import { diskAnchors } from '@recado/integrations/anchors';
import { stripeBilling } from '@recado/integrations/billing';
import { altchaCaptcha } from '@recado/integrations/captcha';
import { offlinePlaces, type PlaceCredit, type Places } from '@recado/integrations/places';
import { pushKeyOf } from '@recado/integrations/push';
import { upstashRates } from '@recado/integrations/rates';
import { diskStorage } from '@recado/integrations/storage';
import { systemClock } from '@recado/runtime/clock';
import { type Keyring, loadKeyring, sha256 } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';
import { reportError } from '@recado/runtime/telemetry';
import type { WebEnv } from '../env.ts';
import { buildIssuers } from './build-issuers.ts';
import { cookieStyle, presented } from './cookies.ts';
import { type OperatorLogo, readOperatorLogo } from './operator-logo.ts';

/** Our own console, or the address of Inngest's when the operator has given one. */
export type JobsConsole = { kind: 'embedded' } | { kind: 'inngest'; url: string | null };

/** What a page knows of the browser that asks for it. */
export type PageHeaders = { cookie: string | null; userAgent: string | null };

/** What pages may ask of the process that serves them; set on globalThis before the first page renders. */
export type WebServices = {
  /** Who holds the session of these cookies, with the keys of their drafts. `ended` says why a token that was sent no longer works. */
  resolveViewer(headers: PageHeaders): Promise<{
    viewer: Viewer | null;
    draftKeys?: DraftKey[];
    ended?: { code: string; params: Record<string, unknown> };
  }>;
  /** Which of Recado's own people holds the session of these cookies; null for everybody else. */
  resolveStaff(headers: PageHeaders): Promise<StaffPerson | null>;
  /** What is sold now, and how somebody new begins. */
  readOffer(): Promise<Pick<Awaited<ReturnType<typeof loadOffer>>, 'trial' | 'plans'> & { earlyPlaces: number }>;
  /** Tells the operator about an error of a page. */
  report(error: unknown): void;
  config: {
    mode: 'embedded' | 'production';
    productName: string;
    /** Who runs this installation, as its readers are told. */
    operator: { supportEmail: string | null; termsUrl: string | null; privacyUrl: string | null; logo: string | null };
    mailboxUrl: string | null;
    simulatorUrl: string | null;
    /** Whether codes can go to phones. */
    hasTexts: boolean;
    /** What browsers subscribe with to be told by push; null where they cannot be. */
    pushKey: string | null;
    /** Whom the table of places asks to be named where places are shown. */
    placeCredit: PlaceCredit | null;
    /** The issuers whose accounts people may enter with. */
    issuers: ProviderName[];
  };
  /** Where the staff watches the jobs; told to staff only. */
  jobsConsole: JobsConsole;
};

/** Everything the process builds once. */
export type House = {
  env: WebEnv;
  db: Database;
  keyring: Keyring;
  identity: IdentityProvider;
  /** Where calls are counted, for every process together. */
  rates: RateStore;
  /** Where addresses are, from tables on this machine. */
  places: Places;
  issuers: ReadonlyMap<string, FederatedProvider>;
  passkeys: Passkeys;
  /** Whoever takes the money; null where nothing is sold. */
  billing: BillingProvider | null;
  /** The logo of whoever runs this installation; null for the product's own mark. */
  logo: OperatorLogo | null;
  log: Logger;
  base: Omit<PublicCtx, 'origin' | 'requestId' | 'locale'>;
  close(): Promise<void>;
};

/** Introduces the rooms to each other. */
export function buildHouse(env: WebEnv, log: Logger): House {
  const db = connect(env.DATABASE_URL, { name: 'recado-web', max: env.RECADO_DB_POOL });
  const hintsDb = connect(env.DATABASE_URL, { name: 'recado-web-hints', max: 1 });
  const keyring = loadKeyring(env);
  const hints = createHints(hintsDb, (error) => log.warn({ err: error }, 'a hint was lost'));
  const places = offlinePlaces({ cityFile: env.RECADO_CITY_FILE });
  return {
    env,
    db,
    keyring,
    identity: identityOf(env, log),
    places,
    rates:
      env.UPSTASH_REDIS_REST_URL && env.UPSTASH_REDIS_REST_TOKEN
        ? upstashRates({ url: env.UPSTASH_REDIS_REST_URL, token: env.UPSTASH_REDIS_REST_TOKEN })
        : postgresRates(db),
    issuers: buildIssuers(env),
    passkeys: passkeysFor({ publicUrl: env.RECADO_PUBLIC_URL, name: env.RECADO_PRODUCT_NAME }),
    billing: billingOf(env),
    logo: readOperatorLogo(env.RECADO_LOGO_FILE),
    log,
    base: {
      db,
      keyring,
      clock: systemClock,
      log,
      captcha: altchaCaptcha(keyring, { minutes: CAPTCHA_MINUTES }),
      ports: {
        hints,
        storage: diskStorage(env.RECADO_MEDIA_DIR),
        places,
        ...(env.RECADO_AUDIT_DIR ? { anchors: diskAnchors(env.RECADO_AUDIT_DIR) } : {}),
        hasSimulator: env.RECADO_MODE === 'embedded',
        hasTexts: env.RECADO_MODE === 'embedded' || env.SMS_WEBHOOK_URL !== undefined,
      },
    },
    async close() {
      await hints.flush();
      await Promise.all([db.end({ timeout: 5 }), hintsDb.end({ timeout: 5 })]);
    },
  };
}

function billingOf({
  STRIPE_SECRET_KEY: secretKey,
  STRIPE_WEBHOOK_SECRETS: secrets,
  RECADO_STRIPE_URL: at,
}: WebEnv): BillingProvider | null {
  if (!secretKey || !secrets) return null;
  const url = at === undefined ? null : new URL(at);
  const api = url && ({ host: url.hostname, port: Number(url.port), protocol: 'http' } as const);
  return stripeBilling({ secretKey, webhookSecrets: secrets.split(','), ...(api && { api }) });
}

/** Who keeps passwords, as the operator chose. */
function identityOf(env: WebEnv, log: Logger): IdentityProvider {
  const { AUTH_PROVIDER, SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env;
  return AUTH_PROVIDER === 'supabase' && url && secretKey
    ? supabaseIdentity({ url, secretKey, log })
    : embeddedIdentity();
}

/** What this process does for its pages. */
export function servicesOf(house: House): WebServices {
  const { env } = house;
  const embedded = env.RECADO_MODE === 'embedded';
  const style = cookieStyle(env.RECADO_PUBLIC_URL.startsWith('https:'));
  const contextOf = (headers: PageHeaders, device: string | null): PublicCtx => ({
    ...house.base,
    requestId: '',
    locale: 'es',
    origin: { address: null, userAgent: headers.userAgent ?? '', deviceHash: device ? sha256(device) : null },
  });
  // a page says that its session is over also where what follows from that has to wait for somebody's lock: another request settles it
  const settled = (ctx: PublicCtx, token: string, pass: Buffer): Promise<unknown> =>
    settleRefusal(ctx, token, pass).catch((error: unknown) =>
      house.log.warn({ err: error }, 'a refusal could not be settled'),
    );
  return {
    async resolveViewer(headers) {
      const { token, pass, device } = presented(style, headers);
      if (!token || !pass) return { viewer: null };
      try {
        const viewer = await getViewer(house.base, pass, null);
        return { viewer, draftKeys: draftKeysOf(house.keyring, viewer.person.id) };
      } catch (error) {
        if (error instanceof AppError && error.kind === 'UNAUTHENTICATED') {
          await settled(contextOf(headers, device), token, pass);
          return { viewer: null, ended: { code: error.code, params: error.params } };
        }
        throw error;
      }
    },
    async resolveStaff(headers) {
      const { token, pass, device } = presented(style, headers);
      if (!token || !pass) return null;
      const ctx = contextOf(headers, device);
      try {
        return await enterStaff({ ...ctx, door: { pass, personId: null } }, {});
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.kind === 'UNAUTHENTICATED') await settled(ctx, token, pass);
        else if (error.kind !== 'NOT_FOUND') throw error;
        return null;
      }
    },
    async readOffer() {
      const { preset, trial, plans } = await loadOffer(house.base);
      const isOffered = house.billing !== null && plans.some((plan) => takesOffers(preset, plan));
      return { trial, plans, earlyPlaces: isOffered ? await countEarlyPlaces(house.base) : 0 };
    },
    report(error) {
      house.log.error({ err: error }, 'a page failed');
      reportError(error);
    },
    config: {
      mode: env.RECADO_MODE,
      productName: env.RECADO_PRODUCT_NAME,
      operator: {
        supportEmail: env.RECADO_SUPPORT_EMAIL ?? null,
        termsUrl: env.RECADO_TERMS_URL ?? null,
        privacyUrl: env.RECADO_PRIVACY_URL ?? null,
        logo: house.logo?.version ?? null,
      },
      mailboxUrl: embedded ? (env.RECADO_MAILBOX_URL ?? null) : null,
      simulatorUrl: embedded ? (env.RECADO_SIMULATOR_URL ?? null) : null,
      hasTexts: house.base.ports.hasTexts ?? false,
      pushKey: env.VAPID_PRIVATE_KEY ? pushKeyOf(env.VAPID_PRIVATE_KEY) : null,
      placeCredit: house.places.credit,
      issuers: [...house.issuers.values()].map((each) => each.name),
    },
    jobsConsole:
      env.JOBS_MODE === 'embedded' ? { kind: 'embedded' } : { kind: 'inngest', url: env.INNGEST_CONSOLE_URL ?? null },
  };
}
