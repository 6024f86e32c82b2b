// The demo: three businesses of one agency, with months of conversations.
export { type DemoLogin, type DemoPicture, demoLogins, type SeedDemoOptions, seedDemo } from './seed-demo.ts';
