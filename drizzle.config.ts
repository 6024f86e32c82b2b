import { defineConfig } from 'drizzle-kit';

// For `drizzle-kit generate` only. The product's own runner (packages/db/src/migrate.ts) applies the files of this folder.
export default defineConfig({
  dialect: 'postgresql',
  schema: './packages/db/src/schema/index.ts',
  out: './drizzle',
  casing: 'snake_case',
  schemaFilter: ['app', 'wa', 'guard', 'jobs'],
  entities: { roles: false },
});
