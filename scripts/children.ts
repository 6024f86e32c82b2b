import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Child } from '@recado/embedded/child-service';
import type { Installation } from '@recado/embedded/installation';
import { ROOT } from './terminal.ts';

export type Ports = {
  web: number;
  simulator: number;
  mailbox: number;
  smtp: number;
  workerSimulator: number;
  workerWhatsapp: number;
  jobs: number;
  jobsHealth: number;
  issuer: number;
  stripe: number;
};
export type DatabaseUrls = { web: string; worker: string; jobs: string };

/** The addresses that a person and a test use. */
export const addressesOf = (ports: Ports) => ({
  web: `http://localhost:${ports.web}`,
  simulator: `http://localhost:${ports.simulator}`,
  mailbox: `http://localhost:${ports.mailbox}`,
  smtp: `smtp://127.0.0.1:${ports.smtp}`,
  issuer: `http://127.0.0.1:${ports.issuer}`,
  stripe: `http://127.0.0.1:${ports.stripe}`,
});

const node = (file: string, ...flags: string[]): [string, ...string[]] => [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  ...flags,
  path.join(ROOT, file),
];

const inherited = (kept: string[]): Record<string, string> =>
  Object.fromEntries(kept.flatMap((key) => (process.env[key] ? [[key, process.env[key] as string]] : [])));

// a child sees what it is given and nothing of the person's shell
const shell = () => inherited(['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'RECADO_LOG_LEVEL', 'NODE_OPTIONS']);

// what an operator calls the product can be looked at on one machine too
const operator = () =>
  inherited([
    ...['RECADO_PRODUCT_NAME', 'RECADO_SUPPORT_EMAIL', 'RECADO_TERMS_URL', 'RECADO_PRIVACY_URL'],
    'RECADO_LOGO_FILE',
  ]);

/** The WhatsApp simulator. */
export const simulatorChild = (installation: Installation, ports: Ports): Child => ({
  name: 'simulator',
  command: node('apps/simulator/src/main.ts'),
  cwd: ROOT,
  env: {
    ...shell(),
    RECADO_MODE: 'embedded',
    RECADO_SIMULATOR_PORT: String(ports.simulator),
    RECADO_SIMULATOR_DATA: installation.simulatorDir,
    RECADO_SIMULATOR_TOKEN: installation.simulatorToken,
  },
  ready: { url: `http://127.0.0.1:${ports.simulator}/health` },
  graceMs: 1500,
});

/** The simulator of Stripe. */
export const stripeChild = (installation: Installation, ports: Ports): Child => ({
  name: 'stripe',
  command: node('apps/stripe-simulator/src/main.ts'),
  cwd: ROOT,
  env: {
    ...shell(),
    RECADO_MODE: 'embedded',
    RECADO_STRIPE_SIMULATOR_PORT: String(ports.stripe),
    RECADO_STRIPE_SIMULATOR_DATA: installation.stripeDir,
    RECADO_STRIPE_SIMULATOR_KEY: installation.stripeKey,
    RECADO_STRIPE_SIMULATOR_WEBHOOK: `${installation.stripeWebhookSecret}@http://127.0.0.1:${ports.web}/webhooks/stripe`,
  },
  ready: { url: `http://127.0.0.1:${ports.stripe}/health` },
  graceMs: 1500,
});

/** The mail server that delivers nothing. */
export const mailboxChild = (installation: Installation, ports: Ports): Child => ({
  name: 'mailbox',
  command: node('packages/embedded/src/mail-catcher-main.ts'),
  cwd: ROOT,
  env: {
    ...shell(),
    RECADO_MODE: 'embedded',
    RECADO_MAILBOX_PORT: String(ports.mailbox),
    RECADO_SMTP_PORT: String(ports.smtp),
    RECADO_MAILBOX_DATA: installation.mailDir,
  },
  ready: { url: `http://127.0.0.1:${ports.mailbox}/health` },
  graceMs: 1500,
});

/** The two workers: one trusts the simulator's root only, the other WhatsApp only. */
export function workerChildren(
  installation: Installation,
  ports: Ports,
  urls: DatabaseUrls,
  simulatorRoot: string,
): Child[] {
  const worker = (driver: 'simulator' | 'whatsapp', port: number, more: Record<string, string>): Child => ({
    name: driver === 'simulator' ? 'worker' : 'worker-wa',
    command: node('apps/worker/src/main.ts'),
    cwd: ROOT,
    env: {
      ...shell(),
      RECADO_MODE: 'embedded',
      RECADO_WORKER_DRIVER: driver,
      RECADO_HEALTH_PORT: String(port),
      DATABASE_URL: urls.worker,
      RECADO_KEYS_FILE: installation.keysFile,
      RECADO_MEDIA_DIR: installation.mediaDir,
      ...more,
    },
    ready: { url: `http://127.0.0.1:${port}/health` },
    graceMs: 3500,
  });
  return [
    worker('simulator', ports.workerSimulator, {
      RECADO_SIMULATOR_WS: `ws://127.0.0.1:${ports.simulator}/ws/chat`,
      RECADO_SIMULATOR_ROOT: simulatorRoot,
    }),
    worker('whatsapp', ports.workerWhatsapp, {}),
  ];
}

/**
 * Background work: the jobs, the executor that runs them, and the mail they send. What is young in its memory is looked through early: a file of
 * contacts is a stream of rows, and what a writing drops would take a hundred megabytes more.
 */
export const jobsChild = (installation: Installation, ports: Ports, urls: DatabaseUrls): Child => ({
  name: 'jobs',
  command: node('apps/jobs/src/main.ts', '--max-semi-space-size=4', '--heap-growing-percent=60'),
  cwd: ROOT,
  env: {
    ...shell(),
    ...inherited(['RECADO_CATALOGUE']),
    ...operator(),
    RECADO_MODE: 'embedded',
    JOBS_MODE: 'embedded',
    INNGEST_SIGNING_KEY: installation.jobsSigningKey,
    INNGEST_EVENT_KEY: installation.jobsEventKey,
    VAPID_PRIVATE_KEY: installation.pushKey,
    RECADO_JOBS_PORT: String(ports.jobs),
    RECADO_HEALTH_PORT: String(ports.jobsHealth),
    RECADO_PUBLIC_URL: addressesOf(ports).web,
    DATABASE_URL: urls.jobs,
    RECADO_KEYS_FILE: installation.keysFile,
    RECADO_MEDIA_DIR: installation.mediaDir,
    RECADO_AUDIT_DIR: installation.auditDir,
    SMTP_URL: addressesOf(ports).smtp,
    RECADO_MAIL_FROM: `${process.env.RECADO_PRODUCT_NAME || 'Recado'} <hola@recado.localhost>`,
    STRIPE_SECRET_KEY: installation.stripeKey,
    RECADO_STRIPE_URL: addressesOf(ports).stripe,
    // the simulator says what VIES would
    RECADO_VIES_URL: `${addressesOf(ports).stripe}/vies/rest-api`,
  },
  ready: { url: `http://127.0.0.1:${ports.jobsHealth}/health` },
  graceMs: 3500,
});

// the product as the issuer on this machine knows it; nobody else has a use for it
const standInClient = { id: 'recado', secret: randomUUID() };

/** The issuer that stands in for Google and Microsoft. */
export const issuerChild = (ports: Ports): Child => ({
  name: 'issuer',
  command: node('packages/embedded/src/issuer-main.ts'),
  cwd: ROOT,
  env: {
    ...shell(),
    RECADO_MODE: 'embedded',
    RECADO_ISSUER_PORT: String(ports.issuer),
    RECADO_PUBLIC_URL: addressesOf(ports).web,
    RECADO_ISSUER_CLIENT_ID: standInClient.id,
    RECADO_ISSUER_CLIENT_SECRET: standInClient.secret,
  },
  ready: { url: `http://127.0.0.1:${ports.issuer}/health` },
  graceMs: 1500,
});

/** The clients at Google and Microsoft: those that the person has, and the issuer on this machine in the place of the others. */
const issuerClients = (ports: Ports): Record<string, string> =>
  Object.assign(
    {},
    ...['google', 'microsoft'].map((name) => {
      const of = name.toUpperCase();
      if (process.env[`${of}_CLIENT_ID`]) return inherited([`${of}_CLIENT_ID`, `${of}_CLIENT_SECRET`, `${of}_ISSUER`]);
      return {
        [`${of}_CLIENT_ID`]: standInClient.id,
        [`${of}_CLIENT_SECRET`]: standInClient.secret,
        [`${of}_ISSUER`]: `${addressesOf(ports).issuer}/${name}`,
      };
    }),
  );

/** The web server. */
export const webChild = (installation: Installation, ports: Ports, urls: DatabaseUrls): Child => ({
  name: 'web',
  command: node('apps/web/src/main.ts'),
  cwd: path.join(ROOT, 'apps/web'),
  env: {
    ...shell(),
    // for Next and React, which choose their fast build by it; our own code reads RECADO_MODE
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    RECADO_MODE: 'embedded',
    RECADO_HOST: '127.0.0.1',
    RECADO_PORT: String(ports.web),
    RECADO_PUBLIC_URL: addressesOf(ports).web,
    DATABASE_URL: urls.web,
    RECADO_KEYS_FILE: installation.keysFile,
    RECADO_MEDIA_DIR: installation.mediaDir,
    RECADO_AUDIT_DIR: installation.auditDir,
    VAPID_PRIVATE_KEY: installation.pushKey,
    RECADO_MAILBOX_URL: addressesOf(ports).mailbox,
    RECADO_SIMULATOR_URL: addressesOf(ports).simulator,
    STRIPE_SECRET_KEY: installation.stripeKey,
    STRIPE_WEBHOOK_SECRETS: installation.stripeWebhookSecret,
    RECADO_STRIPE_URL: addressesOf(ports).stripe,
    ...operator(),
    // who keeps passwords may be tried on one machine too
    ...inherited(['AUTH_PROVIDER', 'SUPABASE_URL', 'SUPABASE_SECRET_KEY']),
    ...issuerClients(ports),
  },
  ready: { url: `http://127.0.0.1:${ports.web}/health` },
  graceMs: 3500,
});
