// The boundaries of the house, as errors. The tables are in rooms.cjs; the laws are told in ARCHITECTURE.md.
const { ROOMS, APPS, STEPS, VENDORS } = require('./rooms.cjs');

/** Tests and what only tests use may import anything. */
const TESTS = '(\\.test\\.tsx?$|\\.e2e\\.ts$|/testing/|/trial/|/e2e/|/scripts/)';
const either = (names) => `(${names.join('|')})`;
const own = (name) => name.replaceAll(/[/.]/g, '\\$&');

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment:
    allowed.length > 0 ? `${room} imports ${allowed.join(', ')} and no other room.` : `${room} imports no other room.`,
  severity: 'error',
  from: { path: `^packages/${room}/`, pathNot: TESTS },
  to: { path: '^(packages|apps)/', pathNot: `^packages/${either([room, ...allowed])}/` },
}));

const apps = Object.entries(APPS).map(([app, allowed]) => ({
  name: `app-${app}`,
  comment: `apps/${app} imports ${allowed.join(', ') || 'no room'}; only its composition root may import more.`,
  severity: 'error',
  from: { path: `^apps/${app}/src/`, pathNot: [TESTS, `^apps/${app}/src/(main|services)\\.ts$`] },
  to: {
    path: '^(packages|apps)/',
    pathNot: `^(apps/${app}/${app === 'widget' ? '|packages/core/src/[^/]+/(contract|rules)\\.ts' : ''}${allowed.length > 0 ? `|packages/${either(allowed)}/` : ''})`,
  },
}));

const steps = STEPS.flatMap((modules, height) =>
  modules.map((module) => ({
    name: `step-${module}`,
    comment: `${module} stands on step ${height} and imports lower steps only.`,
    severity: 'error',
    from: { path: `^packages/core/src/${module}/`, pathNot: TESTS },
    to: {
      path: '^packages/core/src/[^/]+/',
      pathNot: `^packages/core/src/${either([module, ...STEPS.slice(0, height).flat()])}/`,
    },
  })),
);

const vendors = VENDORS.map(({ name, packages, rooms: owners }) => ({
  name: `vendor-${name}`,
  comment: `${packages.join(', ')} only in ${owners.join(', ')}.`,
  severity: 'error',
  from: {
    path: '^(apps|packages)/',
    pathNot: [`^${either(owners.map(own))}/`, TESTS, '\\.config\\.ts$', '^apps/web/src/server/'],
  },
  to: { path: `node_modules/${either(packages.map(own))}/`, dependencyTypesNot: ['type-only'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    ...apps,
    ...steps,
    ...vendors,
    {
      name: 'testing-is-for-tests',
      comment: 'packages/testing is imported by tests, benches and scripts.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/(testing|bench)/', TESTS] },
      to: { path: '^packages/testing/' },
    },
    {
      name: 'meet-at-the-door',
      comment: 'A module of core is entered by index.ts, contract.ts or rules.ts.',
      severity: 'error',
      from: { path: '^packages/core/src/([^/]+)/', pathNot: TESTS },
      to: {
        path: '^packages/core/src/[^/]+/.+',
        pathNot: ['^packages/core/src/$1/', '^packages/core/src/[^/]+/(index|contract|rules)\\.ts$'],
      },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules.ts knows types of contracts and other rules: no verbs, no database, no clock, no node.',
      severity: 'error',
      from: { path: '^packages/core/src/[^/]+/rules(\\.ts$|/)', pathNot: TESTS },
      to: { pathNot: ['^packages/core/src/[^/]+/(contract|rules)(\\.ts$|/)', 'node_modules/(zod|libphonenumber-js)/'] },
    },
    {
      name: 'contracts-are-safe',
      comment: 'contract.ts and its parts are for browsers too: schemas, types and tables, never rules, verbs or node.',
      severity: 'error',
      from: { path: '^packages/core/src/[^/]+/[a-z-]*contract\\.ts$', pathNot: '^packages/core/src/kernel/' },
      to: { pathNot: ['^packages/core/src/[^/]+/[a-z-]*contract\\.ts$', 'node_modules/zod/'] },
    },
    {
      name: 'kernel-contract-is-safe',
      comment: "The kernel's contract re-exports its errors, events and permissions, which stand alone.",
      severity: 'error',
      from: { path: '^packages/core/src/kernel/(contract|errors|events|permissions)\\.ts$' },
      to: { pathNot: ['^packages/core/src/kernel/(errors|events|permissions)\\.ts$', 'node_modules/zod/'] },
    },
    {
      name: 'browser-sees-contracts',
      comment: 'Screens import contracts, rules, ui, i18n and the type of the router; never a verb, a server or node.',
      severity: 'error',
      from: { path: '^apps/web/src/(app|features)/', pathNot: TESTS },
      to: {
        path: '^(packages|apps)/',
        pathNot: [
          '^apps/web/src/(app|features)/',
          '^packages/core/src/[^/]+/(contract|rules)\\.ts$',
          '^packages/(ui|i18n)/',
          '^packages/api/src/trpc/root\\.ts$',
          '^apps/web/src/server/',
        ],
      },
    },
    {
      name: 'browser-knows-the-server-as-a-type',
      comment: 'Screens import the type AppRouter and types of the server, never what runs there.',
      severity: 'error',
      from: { path: '^apps/web/src/(app|features)/', pathNot: TESTS },
      to: { path: ['^packages/api/', '^apps/web/src/server/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-do-not-import-routes',
      comment: 'A page is a shim over a feature, never the reverse.',
      severity: 'error',
      from: { path: '^apps/web/src/features/' },
      to: { path: '^apps/web/src/app/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other to run are one file; types alone may look both ways.',
      severity: 'error',
      from: { path: '^(packages|apps|scripts)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { path: '^(packages|apps|scripts)/' },
      to: { couldNotResolve: true, pathNot: ['\\.css$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(\\.next|\\.data|\\.cache|next-env\\.d\\.ts)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/../../tsconfig.base.json` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
    builtInModules: { add: ['node:sqlite'] },
  },
};
