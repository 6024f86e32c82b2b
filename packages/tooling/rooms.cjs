// Who may import whom. The rules of dependency-cruiser.cjs are made from these tables.

/** Every room of packages/ and the rooms that it may import. `testing` and `bench` may import anything and are not listed. */
const ROOMS = {
  runtime: [],
  ui: [],
  i18n: [],
  tables: [],
  tooling: [],
  db: ['runtime'],
  core: ['db', 'runtime'],
  auth: ['core', 'runtime'],
  api: ['auth', 'core', 'runtime', 'tables'],
  integrations: ['core', 'runtime'],
  jobs: ['core', 'runtime', 'tables'],
  emails: ['i18n'],
  embedded: ['db', 'runtime'],
};

/** The apps; their composition roots introduce the rooms to each other and may import any. */
const APPS = {
  worker: ['core', 'integrations', 'runtime'],
  jobs: ['core', 'jobs', 'runtime'],
  simulator: ['runtime'],
  'stripe-simulator': ['runtime'],
  widget: [],
};

/** Modules of core by height: a module may import lower ones only. Who speaks upwards records an event. */
const STEPS = [
  ['kernel'],
  ['identity', 'plans'],
  ['access', 'contacts', 'channels', 'policies', 'tags', 'workspaces'],
  ['conversations', 'exports', 'imports', 'onboarding'],
  ['campaigns', 'bookings', 'payments', 'webhooks'],
  ['assistant', 'billing'],
  ['growth', 'reports', 'compliance', 'operations'],
  ['notifications'],
];

/** Who may import a package that belongs to one room. */
const VENDORS = [
  {
    name: 'whatsapp-client',
    packages: ['@whiskeysockets/baileys', 'libsignal'],
    rooms: ['apps/worker', 'apps/simulator', 'packages/bench'],
  },
  {
    name: 'database-client',
    packages: ['postgres', 'drizzle-orm', 'drizzle-kit', 'pg'],
    rooms: ['packages/db', 'packages/embedded', 'packages/testing', 'packages/bench', 'scripts'],
  },
  {
    name: 'web-framework',
    packages: [
      'next',
      'next-intl',
      'react',
      'react-dom',
      '@trpc/client',
      '@trpc/tanstack-react-query',
      '@tanstack/react-query',
    ],
    rooms: ['apps/web', 'apps/widget', 'packages/ui', 'packages/emails', 'packages/bench', 'packages/testing'],
  },
  {
    name: 'job-sdk',
    packages: ['inngest'],
    rooms: ['packages/jobs', 'packages/bench', 'packages/testing'],
  },
  {
    name: 'payments-client',
    packages: ['stripe'],
    rooms: ['packages/integrations', 'apps/stripe-simulator', 'packages/testing'],
  },
  {
    // a secret key of the project goes with it: for the server only
    name: 'identity-client',
    packages: ['@supabase/supabase-js', '@supabase/auth-js', '@supabase/ssr'],
    rooms: ['packages/auth'],
  },
  {
    name: 'issuers',
    packages: ['openid-client', 'jose', '@simplewebauthn/server'],
    rooms: ['packages/auth', 'packages/testing'],
  },
  {
    name: 'transport',
    packages: ['@trpc/server'],
    rooms: ['packages/api', 'apps/web', 'packages/bench', 'packages/testing'],
  },
];

module.exports = { ROOMS, APPS, STEPS, VENDORS };
