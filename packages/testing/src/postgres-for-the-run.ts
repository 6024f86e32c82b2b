import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

/** vitest's set-up of the `db` project: one server with a migrated template for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, port: _port, ...server } = await startTestServer();
  project.provide('postgres', server);
  return stop;
}
