import type { BillingProvider, VatRegister } from '@recado/core/billing/contract';
import { SIGNUP_CODE_MINUTES } from '@recado/core/identity/contract';
import {
  anchorAudit,
  type MailPort,
  type OutboxEvent,
  type RefusedEvent,
  readOutboxLag,
  relayOutbox,
  sealAudit,
  type TextPort,
} from '@recado/core/kernel';
import { connect, createHints, type Database, type HintListener, type Hints, listenHints } from '@recado/db';
import { renderLinkNotice, renderMail, renderPush, renderText } from '@recado/emails';
import { createExecutor, type Executor } from '@recado/embedded/executor';
import { exportWords } from '@recado/i18n';
import { diskAnchors } from '@recado/integrations/anchors';
import { stripeBilling } from '@recado/integrations/billing';
import { smtpMail } from '@recado/integrations/mail';
import { offlineNetworks } from '@recado/integrations/networks';
import { webPush } from '@recado/integrations/push';
import { diskStorage } from '@recado/integrations/storage';
import { shownTexts, webhookTexts } from '@recado/integrations/texts';
import { viesRegister } from '@recado/integrations/vies';
import {
  APP_ID,
  buildFunctions,
  createClient,
  type JobServices,
  jobs,
  postEvents,
  type Relay,
  SERVE_PATH,
  type Sealer,
  serveJobs,
  startRelay,
  startSealer,
} from '@recado/jobs';
import { systemClock } from '@recado/runtime/clock';
import { loadKeyring } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';
import type { JobsConfig } from './env.ts';
import { createFunctionsDoor, functionIdsOf } from './functions-door.ts';
import { createRefusals, type Refusals } from './refusals.ts';

/** Events that one look of the relay takes to an Inngest server. */
const RELAY_BATCH = 100;
/** A call under way may take this long to end when the process is asked to; a supervisor on one machine waits less. */
const DRAIN_MS = { embedded: 2_000, production: 15_000 };

type Handler = (request: Request) => Promise<Response>;

/** Everything the process builds once. */
export type House = {
  db: Database;
  refusals: Refusals;
  /** Whoever takes the money; null where nothing is sold. */
  billing: BillingProvider | null;
  /** Serves the functions to an engine elsewhere. */
  functions: Handler;
  executor: Executor | null;
  /** Begins to move events, to run jobs and to seal the audit; resolves when the engine knows the functions. */
  start(): Promise<{ relay: Relay; sealer: Sealer }>;
  close(): Promise<void>;
};

/** Introduces the rooms to each other. */
export function buildHouse(config: JobsConfig, log: Logger): House {
  const db = connect(config.DATABASE_URL, { name: 'recado-jobs', max: 10 });
  const hintsDb = connect(config.DATABASE_URL, { name: 'recado-jobs-hints', max: 1 });
  const hints = createHints(hintsDb, (error) => log.warn({ err: error }, 'a hint was lost'));
  const refusals = createRefusals(log);
  const billing = billingOf(config);
  const origin = config.RECADO_JOBS_URL ?? `http://127.0.0.1:${config.RECADO_JOBS_PORT}`;
  const keys = { signingKey: config.INNGEST_SIGNING_KEY, eventKey: config.INNGEST_EVENT_KEY };

  let executor: Executor | null = null;
  let ear: HintListener | null = null;
  const inProcess: typeof fetch = async (input, init) => {
    if (!executor) throw new Error('there is no executor in this process');
    return await executor.handle(new Request(input, init));
  };
  const client = createClient({
    ...keys,
    log,
    release: config.RECADO_RELEASE,
    ...(config.engine.name === 'embedded'
      ? { baseUrl: 'http://executor.internal', fetch: inProcess }
      : { baseUrl: config.engine.baseUrl }),
  });
  const served = serveJobs({
    client,
    functions: buildFunctions(client, {
      ...jobServices(config, log, db, hints),
      billing,
      register: registerOf(config),
      fiscal: null,
    }),
    origin,
  });
  if (config.engine.name === 'embedded') {
    executor = createExecutor({
      ...keys,
      databaseUrl: config.DATABASE_URL,
      app: { url: `${origin}${SERVE_PATH}`, fetch: (input, init) => served(new Request(input, init)) },
      log: log.child({ part: 'executor' }),
      workers: config.engine.workers,
      drainMs: DRAIN_MS[config.RECADO_MODE],
    });
  }
  const move = executor ? () => executor.takeOutbox() : () => relayOutbox(db, RELAY_BATCH, deliverTo(config, log));

  return {
    db,
    refusals,
    billing,
    functions: createFunctionsDoor({ serve: served, functionIds: functionIdsOf(APP_ID, jobs), refusals }),
    executor,
    async start() {
      await executor?.start();
      const relay = startRelay({ move, readLag: () => readOutboxLag(db), log });
      const soon = createLazyNudge(() => relay.nudge());
      ear = await listenHints(
        config.DATABASE_URL,
        ({ kind }) => {
          if (kind === 'emitted') relay.nudge();
          // what a trigger told has no hint of its own
          else if (kind === 'changed') soon();
        },
        { name: 'recado-jobs-listen', onResume: () => relay.nudge() },
      );
      return { relay, sealer: sealerOf(config, log, db) };
    },
    async close() {
      await ear?.close();
      await executor?.stop();
      await hints.flush();
      await Promise.all([db.end({ timeout: 2 }), hintsDb.end({ timeout: 1 })]);
    },
  };
}

/** Links the audit and writes its heads down: in the folder where there is one, in the log always. */
function sealerOf(config: JobsConfig, log: Logger, db: Database): Sealer {
  const anchors = config.RECADO_AUDIT_DIR ? diskAnchors(config.RECADO_AUDIT_DIR) : { append: async () => {} };
  if (!config.RECADO_AUDIT_DIR) log.warn('RECADO_AUDIT_DIR is not set: the heads of the audit are in the log only');
  return startSealer({
    seal: (limit) => sealAudit(db, limit),
    anchor: () => anchorAudit(db, anchors, systemClock),
    log,
  });
}

function deliverTo(config: JobsConfig, log: Logger): (events: OutboxEvent[]) => Promise<RefusedEvent[]> {
  if (config.engine.name !== 'inngest') throw new Error('events are posted to an Inngest server only');
  return postEvents({ baseUrl: config.engine.baseUrl, eventKey: config.INNGEST_EVENT_KEY, log });
}

function billingOf({ STRIPE_SECRET_KEY: secretKey, RECADO_STRIPE_URL: at }: JobsConfig): BillingProvider | null {
  if (!secretKey) return null;
  const url = at === undefined ? null : new URL(at);
  const api = url && ({ host: url.hostname, port: Number(url.port), protocol: 'http' } as const);
  // nobody calls this process
  return stripeBilling({ secretKey, webhookSecrets: [], ...(api && { api }) });
}

/** Who knows tax numbers: the Union's service; on one machine, where nothing leaves, whoever was named. */
function registerOf({ STRIPE_SECRET_KEY, RECADO_VIES_URL: url, RECADO_MODE }: JobsConfig): VatRegister | null {
  if (!STRIPE_SECRET_KEY || (RECADO_MODE === 'embedded' && !url)) return null;
  return viesRegister(url ? { url } : {});
}

/** What carries texts: the operator's service where one is set up; on one machine, where nothing leaves, the mail catcher. */
function textsOf(config: JobsConfig, mail: MailPort): TextPort | null {
  const { SMS_WEBHOOK_URL: url, SMS_WEBHOOK_SECRET: secret } = config;
  if (url && secret) return webhookTexts({ url, secret });
  return config.RECADO_MODE === 'embedded' ? shownTexts(mail) : null;
}

/** Whom a push service may ask about what we send: they take an https address or a mailbox. */
const senderOf = ({ RECADO_PUBLIC_URL: url }: JobsConfig): string =>
  url.startsWith('https:') ? url : 'mailto:hola@recado.example';

function jobServices(
  config: JobsConfig,
  log: Logger,
  db: Database,
  hints: Hints,
): Omit<JobServices, 'billing' | 'register' | 'fiscal'> {
  const house = {
    product: config.RECADO_PRODUCT_NAME,
    publicUrl: config.RECADO_PUBLIC_URL,
    codeMinutes: SIGNUP_CODE_MINUTES,
  };
  const mail = smtpMail({
    ...{ url: config.SMTP_URL, from: config.RECADO_MAIL_FROM },
    replyTo: config.RECADO_SUPPORT_EMAIL,
  });
  return {
    db,
    keyring: loadKeyring(config),
    clock: systemClock,
    log,
    ports: {
      hints,
      storage: diskStorage(config.RECADO_MEDIA_DIR),
      hasSimulator: false,
      ...(config.RECADO_AUDIT_DIR ? { anchors: diskAnchors(config.RECADO_AUDIT_DIR) } : {}),
    },
    mail,
    renderMail: (letter) => renderMail(letter, house),
    texts: textsOf(config, mail),
    renderText: (letter) => renderText(letter, house),
    push: config.VAPID_PRIVATE_KEY
      ? webPush({ privateKey: config.VAPID_PRIVATE_KEY, subject: senderOf(config) })
      : null,
    renderLinkNotice: (notice) => renderLinkNotice(notice, house),
    renderPush: (text) => renderPush(text, house),
    exportWords,
    networks: offlineNetworks({ networkFile: config.RECADO_NETWORK_FILE, cityFile: config.RECADO_CITY_FILE }),
    publicUrl: config.RECADO_PUBLIC_URL,
    mailHost: new URL(config.RECADO_PUBLIC_URL).hostname,
  };
}

/** Nudges at most twice a second, however often something changes. */
function createLazyNudge(nudge: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      nudge();
    }, 500);
    timer.unref();
  };
}
