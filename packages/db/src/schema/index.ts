// The shapes of the tables, one file per module of core, but for the other ways in of identity. Kept equal to the database by a test that asks the catalogue.
export * from './access.ts';
export * from './audit.ts';
export * from './channels.ts';
export * from './contacts.ts';
export * from './conversations.ts';
export * from './identity.ts';
export * from './jobs.ts';
export * from './kernel.ts';
export * from './onboarding.ts';
export * from './people.ts';
export * from './photos.ts';
export * from './plans.ts';
export * from './reports.ts';
export * from './staff.ts';
export { app, guard, guardOwner, wa } from './table-kinds.ts';
export * from './tags.ts';
export * from './ways-in.ts';
export * from './workspaces.ts';
