import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const CONFIG = path.join(ROOT, 'packages/tooling/dependency-cruiser.cjs');

/** Files that a house would have, so that every planted import leads somewhere. */
const HOUSE: Record<string, string> = {
  'packages/runtime/src/clock.ts': 'export const now = 1;',
  'packages/db/src/index.ts': 'export const sql = 1;',
  'packages/ui/src/button.tsx': 'export const Button = 1;',
  'packages/i18n/src/index.ts': 'export const texts = 1;',
  'packages/api/src/trpc/root.ts': 'export const router = 1; export type AppRouter = typeof router;',
  'packages/integrations/src/mail/index.ts': 'export const mail = 1;',
  'packages/testing/src/database.ts': 'export const database = 1;',
  'packages/core/src/kernel/index.ts': 'export const command = 1;',
  'packages/core/src/kernel/errors.ts': 'export const defineErrors = 1;',
  'packages/core/src/kernel/contract.ts': "export { defineErrors } from './errors.ts';",
  'packages/core/src/contacts/index.ts': "export { getContact } from './get-contact.ts';",
  'packages/core/src/contacts/get-contact.ts':
    "import { sql } from '../../../db/src/index.ts'; import { command } from '../kernel/index.ts'; export const getContact = [sql, command];",
  'packages/core/src/contacts/contract.ts':
    "import { defineErrors } from '../kernel/contract.ts'; export const contactErrors = defineErrors;",
  'packages/core/src/contacts/rules.ts':
    "import type { contactErrors } from './contract.ts'; export type Errors = typeof contactErrors;",
  'packages/core/src/conversations/index.ts':
    "import { getContact } from '../contacts/index.ts'; export const sendMessage = getContact;",
  'packages/core/src/conversations/contract.ts': 'export const SendMessage = 1;',
  'apps/web/src/server/services.ts':
    "import { sql } from '../../../../packages/db/src/index.ts'; export const services = sql; export type Services = typeof services;",
  'apps/web/src/features/inbox/inbox.tsx':
    "import type { AppRouter } from '../../../../../packages/api/src/trpc/root.ts'; import type { Services } from '../../server/services.ts'; import { SendMessage } from '../../../../../packages/core/src/conversations/contract.ts'; import { Button } from '../../../../../packages/ui/src/button.tsx'; export const Inbox = [SendMessage, Button]; export type Known = AppRouter | Services;",
  'apps/web/src/app/page.tsx': "export { Inbox } from '../features/inbox/inbox.tsx';",
  'apps/worker/src/main.ts': "import { sql } from '../../../packages/db/src/index.ts'; export const main = sql;",
  'node_modules/@whiskeysockets/baileys/package.json':
    '{"name":"@whiskeysockets/baileys","version":"1.0.0","main":"index.js"}',
  'node_modules/@whiskeysockets/baileys/index.js': 'module.exports = {};',
  'node_modules/stripe/package.json': '{"name":"stripe","version":"1.0.0","main":"index.js"}',
  'node_modules/stripe/index.js': 'module.exports = {};',
  'node_modules/inngest/package.json': '{"name":"inngest","version":"1.0.0","main":"index.js"}',
  'node_modules/inngest/index.js': 'module.exports = {};',
  'node_modules/@supabase/supabase-js/package.json':
    '{"name":"@supabase/supabase-js","version":"1.0.0","main":"index.js"}',
  'node_modules/@supabase/supabase-js/index.js': 'module.exports = {};',
  'node_modules/postgres/package.json': '{"name":"postgres","version":"1.0.0","main":"index.js"}',
  'node_modules/postgres/index.js': 'module.exports = {};',
};

const planted: [rule: string, file: string, text: string][] = [
  ['room-runtime', 'packages/runtime/src/planted.ts', "import '../../db/src/index.ts';"],
  ['room-ui', 'packages/ui/src/planted.tsx', "import '../../i18n/src/index.ts';"],
  ['room-db', 'packages/db/src/planted.ts', "import '../../core/src/kernel/index.ts';"],
  ['room-core', 'packages/core/src/contacts/planted-mail.ts', "import '../../../integrations/src/mail/index.ts';"],
  ['room-api', 'packages/api/src/trpc/planted.ts', "import '../../../db/src/index.ts';"],
  ['room-integrations', 'packages/integrations/src/mail/planted.ts', "import '../../../api/src/trpc/root.ts';"],
  ['app-worker', 'apps/worker/src/sessions/planted.ts', "import '../../../../packages/db/src/index.ts';"],
  ['app-simulator', 'apps/simulator/src/planted.ts', "import '../../../packages/core/src/contacts/index.ts';"],
  [
    'app-stripe-simulator',
    'apps/stripe-simulator/src/planted.ts',
    "import '../../../packages/core/src/contacts/index.ts';",
  ],
  ['vendor-payments-client', 'packages/core/src/contacts/planted-stripe.ts', "import 'stripe';"],
  ['step-contacts', 'packages/core/src/contacts/planted-upwards.ts', "import '../conversations/index.ts';"],
  [
    'step-kernel',
    'packages/core/src/kernel/planted.ts',
    "import type { Errors } from '../contacts/rules.ts'; export type E = Errors;",
  ],
  ['meet-at-the-door', 'packages/core/src/conversations/planted-door.ts', "import '../contacts/get-contact.ts';"],
  [
    'rules-are-pure',
    'packages/core/src/conversations/rules.ts',
    "import { readFileSync } from 'node:fs'; export const rule = readFileSync;",
  ],
  ['contracts-are-safe', 'packages/core/src/channels/contract.ts', "import '../kernel/index.ts';"],
  ['kernel-contract-is-safe', 'packages/core/src/kernel/permissions.ts', "import './index.ts';"],
  [
    'browser-sees-contracts',
    'apps/web/src/features/inbox/planted-verb.tsx',
    "import '../../../../../packages/core/src/conversations/index.ts';",
  ],
  [
    'browser-knows-the-server-as-a-type',
    'apps/web/src/features/inbox/planted-router.tsx',
    "import { router } from '../../../../../packages/api/src/trpc/root.ts'; export const r = router;",
  ],
  [
    'browser-knows-the-server-as-a-type',
    'apps/web/src/app/planted-server.tsx',
    "import { services } from '../server/services.ts'; export const s = services;",
  ],
  ['features-do-not-import-routes', 'apps/web/src/features/inbox/planted-route.tsx', "import '../../app/page.tsx';"],
  ['vendor-whatsapp-client', 'packages/core/src/contacts/planted-baileys.ts', "import '@whiskeysockets/baileys';"],
  [
    'vendor-database-client',
    'packages/core/src/contacts/planted-postgres.ts',
    "import postgres from 'postgres'; export const p = postgres;",
  ],
  ['vendor-identity-client', 'apps/web/src/features/inbox/planted-identity.tsx', "import '@supabase/supabase-js';"],
  ['vendor-job-sdk', 'apps/web/src/planted-sdk.ts', "import 'inngest';"],
  ['vendor-job-sdk', 'packages/core/src/contacts/planted-sdk.ts', "import 'inngest';"],
  ['room-jobs', 'packages/jobs/src/planted.ts', "import '../../db/src/index.ts';"],
  ['app-jobs', 'apps/jobs/src/planted.ts', "import '../../../packages/db/src/index.ts';"],
  [
    'testing-is-for-tests',
    'apps/web/src/server/planted-testing.ts',
    "import '../../../../packages/testing/src/database.ts';",
  ],
  ['no-cycles', 'packages/runtime/src/planted-cycle.ts', "import './planted-cycle2.ts'; export const cycle = 1;"],
  ['resolvable', 'packages/runtime/src/planted-nowhere.ts', "import './not-there.ts';"],
];
const besides: Record<string, string> = {
  'packages/runtime/src/planted-cycle2.ts': "import { cycle } from './planted-cycle.ts'; export const back = cycle;",
};

type Violation = { rule: { name: string }; from: string };

async function violationsOf(folder: string): Promise<Violation[]> {
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [CRUISER, '--config', CONFIG, '--output-type', 'json', 'apps', 'packages'],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024 },
      (_error, stdout) => resolve(stdout),
    );
  });
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}

function build(files: Record<string, string>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'recado-house-')));
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

test('a house that keeps its rules is accepted', async () => {
  folders.push(build(HOUSE));
  expect(await violationsOf(folders.at(-1) as string)).toEqual([]);
}, 30_000);

describe('a house with every fault planted', () => {
  let violations: Violation[];
  beforeAll(async () => {
    folders.push(build({ ...HOUSE, ...Object.fromEntries(planted.map(([, file, text]) => [file, text])), ...besides }));
    violations = await violationsOf(folders.at(-1) as string);
  }, 30_000);

  test.each(planted)('%s is refused in %s', (rule, file) => {
    expect(violations.filter((each) => each.from === file).map((each) => each.rule.name)).toContain(rule);
  });

  test('nothing else is refused', () => {
    const files = new Set([...planted.map(([, file]) => file), ...Object.keys(besides)]);
    expect(violations.filter((each) => !files.has(each.from))).toEqual([]);
  });
});
