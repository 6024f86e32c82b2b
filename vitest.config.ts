import { defineConfig } from 'vitest/config';

// whoever opens sockets of WhatsApp's client has a process for each file: in one that others had used, receipts stayed away now and then
const wire = ['apps/simulator/**/*.test.ts', 'apps/worker/**/*.test.ts'];
const ignored = ['**/node_modules/**', '**/.next/**', '**/.data/**'];

// `unit` and `wire` touch nothing outside their processes; `db` owns a PostgreSQL for the run and every file a database of its own;
// `production` runs the built product as docker-compose.yml would, which is why it is part of the end-to-end stage only
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'packages/**/*.test.tsx', 'apps/**/*.test.ts', 'apps/**/*.test.tsx'],
          exclude: [...ignored, '**/*.db.test.ts', '**/*.production.test.ts', ...wire],
          environment: 'node',
          // a process for every file took several times what its tests take: files share two, and tidy up after themselves
          pool: 'forks',
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'wire',
          include: wire,
          exclude: [...ignored, '**/*.db.test.ts'],
          environment: 'node',
          pool: 'forks',
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'db',
          include: ['packages/**/*.db.test.ts', 'apps/**/*.db.test.ts'],
          exclude: ignored,
          environment: 'node',
          pool: 'forks',
          maxWorkers: 2,
          globalSetup: ['./packages/testing/src/postgres-for-the-run.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'production',
          include: ['packages/testing/**/*.production.test.ts'],
          exclude: ignored,
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
