import type { Services } from './services.ts';
import { trustOnly } from './sessions/strict-curve.ts';
import { type Supervisor, startSupervisor } from './sessions/supervisor.ts';

/** What wakes the worker before its next look: hints of other processes. */
export type HintSource = (handler: {
  onWanted(): void;
  onQueued(channelId: string): void;
  onResume(): void;
}) => Promise<{ close(): Promise<void> }>;

export type Worker = Pick<Supervisor, 'isHealthy' | 'numbers'> & { stop(): Promise<void> };

/** Starts holding numbers. Certificate checks are strict from here on, and one root is trusted for the life of the process. */
export async function startWorker(
  services: Services,
  options: { maxChannels: number; listen: HintSource },
): Promise<Worker> {
  trustOnly(services.driver);
  const supervisor = startSupervisor(services, options);
  const listener = await options.listen({
    onWanted: () => supervisor.onWanted(),
    onQueued: (channelId) => supervisor.onQueued(channelId),
    onResume: () => supervisor.onResume(),
  });
  return {
    isHealthy: () => supervisor.isHealthy(),
    numbers: () => supervisor.numbers(),
    async stop() {
      await listener.close();
      await supervisor.stop();
    },
  };
}
