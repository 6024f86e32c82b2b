import { createECDH, randomBytes, randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readOrMake, requirePrivate } from './private-files.ts';

/** Everything that makes this installation itself: where its files lie and the secrets that were made for it alone. */
export type Installation = {
  readonly folder: string;
  readonly postgresDir: string;
  readonly mediaDir: string;
  /** Where the heads of the audit's chains are kept, outside of the database. */
  readonly auditDir: string;
  readonly simulatorDir: string;
  /** Where the simulator of Stripe keeps its account. */
  readonly stripeDir: string;
  readonly mailDir: string;
  readonly logsDir: string;
  /** Holds the keyring in the form that RECADO_KEYS_FILE expects. */
  readonly keysFile: string;
  readonly simulatorToken: string;
  /** The only key of the simulator of Stripe; no key of a real account. */
  readonly stripeKey: string;
  /** Signs what it calls about. */
  readonly stripeWebhookSecret: string;
  /** Signs the calls between the jobs and their engine; and opens its event API. */
  readonly jobsSigningKey: string;
  readonly jobsEventKey: string;
  /** Signs what browsers are told by push. */
  readonly pushKey: string;
  /** The file with the demo's logins, for the person at the keyboard. */
  readonly demoLoginsFile: string;
  /** The password of one demo login; made on first use and the same ever after. */
  demoPassword(email: string): string;
};

/**
 * Opens the installation's folder, making what is missing: folders 0700, secrets 0600.
 * Throws LoosePermissions when other users of the machine could read a secret that exists already.
 */
export function openInstallation(folder: string): Installation {
  const at = (name: string) => path.join(path.resolve(folder), name);
  const dirs = {
    postgresDir: at('postgres'),
    mediaDir: at('media'),
    auditDir: at('audit'),
    simulatorDir: at('simulator'),
  };
  const more = { mailDir: at('mail'), logsDir: at('logs'), stripeDir: at('stripe') };
  if (fs.existsSync(folder)) requirePrivate(folder);
  for (const dir of [path.resolve(folder), ...Object.values(dirs), ...Object.values(more)]) {
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    requirePrivate(dir);
  }
  const keysFile = at('keys');
  readOrMake(keysFile, () => `k1:${randomBytes(32).toString('base64')}\n`);
  const simulatorToken = readOrMake(at('simulator-token'), () => randomBytes(32).toString('base64url'));
  const stripeKey = readOrMake(at('stripe-key'), () => `sk_test_${randomBytes(24).toString('hex')}`);
  const stripeWebhookSecret = readOrMake(at('stripe-webhook-secret'), () => `whsec_${randomBytes(24).toString('hex')}`);
  const jobsSigningKey = readOrMake(at('jobs-signing-key'), () => `signkey-prod-${randomBytes(32).toString('hex')}`);
  const jobsEventKey = readOrMake(at('jobs-event-key'), () => randomBytes(24).toString('hex'));
  const pushKey = readOrMake(at('push-key'), makePushKey);
  const demoLoginsFile = at('demo-logins.json');
  readOrMake(demoLoginsFile, () => '{}\n');
  return {
    folder: path.resolve(folder),
    ...dirs,
    ...more,
    keysFile,
    simulatorToken,
    stripeKey,
    stripeWebhookSecret,
    jobsSigningKey,
    jobsEventKey,
    pushKey,
    demoLoginsFile,
    demoPassword: (email) => demoPassword(demoLoginsFile, email),
  };
}

/** A private key of P-256; the curve's library leaves out zeros in front. */
function makePushKey(): string {
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  return Buffer.concat([Buffer.alloc(32), curve.getPrivateKey()])
    .subarray(-32)
    .toString('base64url');
}

function demoPassword(file: string, email: string): string {
  const known = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;
  const password = known[email] ?? readablePassword();
  if (!known[email]) {
    fs.writeFileSync(`${file}.new`, `${JSON.stringify({ ...known, [email]: password }, null, 2)}\n`, { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  return password;
}

/** Sixteen characters that nobody confuses when typing them from a terminal: 78 bits. */
function readablePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
