import type { TestProject } from 'vitest/node';
import { startTestServer } from './test-server.ts';

/** vitest's set-up of the `db` project: one server with a migrated template for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, port: _port, ...server } = await startTestServer();
  project.provide('postgres', server);
  return stop;
}
